"""People and their numbers: the address book, its import, its search, and how a number is read."""
