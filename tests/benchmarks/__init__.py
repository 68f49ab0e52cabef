"""Measurements, run by `make bench`: every bench_*.py here is run as a program on a desktop of its own.

Each prints its figures, one per line, and exits 1 if one is beyond its limit. None is part of the test run:
a busy machine would fail it.
"""
