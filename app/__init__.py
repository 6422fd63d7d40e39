"""The phone: visits are made, kept and sent from here."""
