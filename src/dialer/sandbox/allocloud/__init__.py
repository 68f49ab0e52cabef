"""The simulated ALLOcloud web meeting server."""
