"""The operating system around Dialer: one process per home, and how a second one hands over to it."""
