"""Fields for the update notice: where the list of versions is, and whose signature it bears."""

from __future__ import annotations

from dialer.core.fields import Field, FieldError
from dialer.core.hook_fields import WebhookUrl

MOST_KEYS = 3
"""The keys that may hold at the same time, so that a publisher can change to a new one."""

# minisign, "Public key format": a signature algorithm, a key id of 8 bytes, an Ed25519 key of 32.
_ALGORITHM = b"Ed"
_KEY_BYTES = len(_ALGORITHM) + 8 + 32


class UpdateAddress(WebhookUrl):
    """The address of a list of versions; its signature is beside it, with ``.minisig`` behind the name."""

    def _read(self, raw: object) -> object:
        try:
            text = str(super()._read(raw))
        except FieldError as error:
            raise FieldError(error.key.replace("hooks.field.", "updates.field.")) from None
        if "?" in text:  # the signature's address could not be told from it
            raise FieldError("updates.field.not_address")
        return text


class UpdateKeys(Field):
    """Public keys of minisign, as the second line of its ``.pub`` file; several with blanks between."""

    def _read(self, raw: object) -> object:
        keys = str(raw).replace(",", " ").split()
        if not 0 < len(keys) <= MOST_KEYS or not all(map(_is_key, keys)):
            raise FieldError("updates.field.not_key")
        return " ".join(keys)


def _is_key(text: str) -> bool:
    from base64 import b64decode  # the window starts without it

    try:
        content = b64decode(text, validate=True)
    except ValueError:  # binascii.Error is one
        return False
    return len(content) == _KEY_BYTES and content.startswith(_ALGORITHM)
