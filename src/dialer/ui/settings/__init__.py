"""The Settings page and the company's rules for numbers."""
