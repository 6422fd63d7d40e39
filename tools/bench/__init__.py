"""`make bench`: what design promises in figures, each measured beside a baseline of the same run."""
