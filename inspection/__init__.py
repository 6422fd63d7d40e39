"""The rules of inspection, shared by the phone and the office.

Standard library only; no clock, no randomness, and no files but its own texts. Whoever needs
the time or an identity is given it.
"""
