"""The call that goes on: its bar, its small window, what people write about it."""
