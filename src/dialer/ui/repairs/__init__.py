"""What is wrong and what mends it: the page, and the count that leads to it."""
