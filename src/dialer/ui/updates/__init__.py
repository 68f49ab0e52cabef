"""That there is a newer Dialer: a quiet line, and what is new in it."""
