"""What the installed build starts: the program, in the environment that its user has and not the bundle's."""

# ruff: noqa: INP001  # a folder beside the program, not a package of it

from __future__ import annotations

import os

# The bundle's own start points the loader at the bundle, and the loader has read it by now. The browser that
# Dialer opens is to load its own libraries.
_before = os.environ.pop("LD_LIBRARY_PATH_ORIG", None)
os.environ.pop("LD_LIBRARY_PATH", None)
if _before:
    os.environ["LD_LIBRARY_PATH"] = _before
for _name in [name for name in os.environ if name.startswith("_PYI_")]:
    del os.environ[_name]  # a second Dialer that this one starts is a program of its own

from dialer.__main__ import main  # noqa: E402  # nothing of Dialer's runs in the bundle's environment

if __name__ == "__main__":
    main()
