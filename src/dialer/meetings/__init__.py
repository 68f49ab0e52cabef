"""Meetings: from a contact to a running web meeting, and what became of it."""
