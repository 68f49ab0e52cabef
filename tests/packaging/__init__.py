"""What the installed builds are made with, as data: nothing is built here."""
