"""The journal: calls and meetings in one list, what they add up to, and what becomes of them in the end."""
