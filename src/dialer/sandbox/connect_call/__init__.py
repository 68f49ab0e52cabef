"""A simulated Connect Call server: one page, two ranges of codes, sessions with one call each."""
