"""The window, in Qt Widgets: it draws what the managers say and forwards what people do."""

from __future__ import annotations

import sys

import PySide6.QtCore  # noqa: F401  # loads the module that is mended below


def _no_features(_module: object) -> bool:
    return False


# WORKAROUND for PySide6 6.11: to find out who might want its optional snake_case names (`__feature__`), it
# reads the source of every module imported after it. Nobody here wants them; at the start that costs a
# tenth of a second and 5 MiB. In a PySide6 without this function nothing changes.
if "shibokensupport.feature" in sys.modules:
    setattr(sys.modules["shibokensupport.feature"], "_mod_uses_pyside", _no_features)  # noqa: B010  # not public
