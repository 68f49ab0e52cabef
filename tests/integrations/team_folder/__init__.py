"""The team folder."""
