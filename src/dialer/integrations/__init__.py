"""The integrations: one folder per provider, found by its manifest."""
