"""People of accounts: asked while one searches, copied to this computer, or written through."""
