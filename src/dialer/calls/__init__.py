"""Calls: the dial gate, the state machine, the manager and the history."""
