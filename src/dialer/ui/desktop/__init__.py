"""The window on its desktop: tray, notices, start at log-in, sleep."""
