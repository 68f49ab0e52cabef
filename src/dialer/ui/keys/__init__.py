"""Shortcuts of the window and hotkeys of the whole desktop."""
