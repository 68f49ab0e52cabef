"""Iotum (Callbridge and its white labels): meetings on a company's own host."""
