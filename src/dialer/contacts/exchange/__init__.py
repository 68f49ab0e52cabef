"""Contacts from and to files: vCard and CSV."""
