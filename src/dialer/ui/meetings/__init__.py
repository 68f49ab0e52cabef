"""The Meetings page, and what leads to a meeting from elsewhere."""
