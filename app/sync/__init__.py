"""The only place on the phone that knows HTTP: what waits goes to the office, what changed comes back."""
