"""The commands, one subject a file. ``run(app, args, console)`` carries one out and returns its exit code."""
