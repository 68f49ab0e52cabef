"""CardDAV, against a scripted server and against a real one."""
