"""What an action of the window does when it fails: the user reads why."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from dialer.core.errors import DialerError

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from dialer.core.strings import Strings

_LOGGER = logging.getLogger(__name__)


async def guarded(
    work: Coroutine[Any, Any, None],
    tell: Callable[[str, str], None],
    strings: Strings,
    dropped: type[DialerError],
) -> None:
    """Do something that the user asked for.

    Args:
        work: what is done.
        tell: shows a tone, such as "bad", and a sentence.
        strings: the sentences.
        dropped: raised for a second press; the first one is on its way, and there is nothing to say.
    """
    try:
        await work
    except dropped:
        pass
    except DialerError as error:
        tell("bad", strings.text(error.key, **error.placeholders))
    except Exception:  # the edge of the window: nobody else would tell the user
        _LOGGER.exception("an action of the window failed")
        tell("bad", strings.text("ui.error.bug"))
