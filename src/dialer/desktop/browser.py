"""Opening a link by the system without a window of ours; links in the window are Qt's to open."""

from __future__ import annotations

import os
import subprocess  # the system's own opener, with one checked link
import sys

from dialer.core.links import link_place
from dialer.desktop.handlers import TEST_LINK

_OPENERS = {"darwin": "open"}
_OPENER_ELSEWHERE = "xdg-open"


def open_in_browser(link: str) -> bool:
    """Open a link that can be read in one way only; return whether a program was started for it.

    Whose host it leads to was checked before: only links of the account's own host come here, and the page
    about a call, whose host the user set.
    """
    return link_place(link) is not None and _start(link)


def open_test_link() -> bool:
    """Have the system open the link that shows whether phone links come here; return whether it was asked."""
    return _start(TEST_LINK)


def _start(link: str) -> bool:
    try:
        if sys.platform == "win32":
            os.startfile(link)  # noqa: S606  # it holds no control characters, and is our own or begins with http:// or https://
        else:
            subprocess.Popen(
                [_OPENERS.get(sys.platform, _OPENER_ELSEWHERE), link],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
    except OSError:
        return False
    return True
