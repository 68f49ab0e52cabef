"""The command line, on the same managers as the window.

Each command is one coroutine. It runs in the process that owns the home: the one with the
window, or the command's own.
"""
