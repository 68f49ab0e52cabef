"""The field for a folder."""

from __future__ import annotations

from pathlib import Path

from dialer.core.fields import Field, FieldError


class FolderPath(Field):
    """The whole path of a folder; the window has a button beside it that chooses one.

    Whether it is there is for the integration to see, on a thread and in bounded time: a network drive that
    is gone holds up whoever looks.
    """

    def _read(self, raw: object) -> object:
        try:
            path = Path(str(raw).strip()).expanduser()
        except RuntimeError:  # an unknown ~user
            raise FieldError("flow.field.not_folder") from None
        if not path.is_absolute():
            raise FieldError("flow.field.not_folder")
        return str(path)
