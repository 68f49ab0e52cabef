"""What the installed build starts: the program, in the environment that its user has and not the bundle's."""

# ruff: noqa: INP001  # a folder beside the program, not a package of it

from __future__ import annotations

import os

# The bundle's own start points the loader and Qt at the bundle. The loader has read it by now, and Qt finds
# its plug-ins from where it is itself; the browser that Dialer opens is to load its own libraries.
_WHEN_STARTED = "_ORIG"
for _name in ("LD_LIBRARY_PATH", "QT_PLUGIN_PATH", "QML2_IMPORT_PATH"):
    _before = os.environ.pop(_name + _WHEN_STARTED, None)
    os.environ.pop(_name, None)
    if _before:
        os.environ[_name] = _before

for _name in [name for name in os.environ if name.startswith("_PYI_")]:
    del os.environ[_name]  # a second Dialer that this one starts is a program of its own

from dialer.__main__ import main  # noqa: E402  # nothing of Dialer's runs in the bundle's environment

if __name__ == "__main__":
    main()
