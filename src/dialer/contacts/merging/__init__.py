"""Contacts that are the same person: found, merged, taken apart again."""
