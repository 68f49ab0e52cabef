"""Servers of others, started by the tests on this computer."""
