"""The History page: calls and meetings of the past, and what they add up to."""
