"""Reading the answers into their models, as forgiving as the document is loose.

Of a record, what is needed to go on has to be there and right; anything else that is missing, null or of
another type has its default. A list is read whole or not at all: nobody could tell what is missing in it.
"""

from __future__ import annotations

import types
from collections.abc import Mapping  # noqa: TC003 - the models' fields are read from their annotations
from functools import cache
from typing import (
    TYPE_CHECKING,
    Any,
    ClassVar,
    NamedTuple,
    NewType,
    TypeVar,
    Union,
    cast,
    get_args,
    get_origin,
)

import msgspec

from dialer.core.answers import Answer, Id, read_json
from dialer.core.errors import OutcomeUnknown

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")

_BOM = b"\xef\xbb\xbf"


class Record(Answer, frozen=True, kw_only=True):
    """An answer or a part of one, in which there may be people, keys and links: its repr shows none of it.

    Attributes:
        OTHER_NAMES: what a field is called too, by the name that it has in the model.
    """

    OTHER_NAMES: ClassVar[Mapping[str, str]] = {}

    def __repr__(self) -> str:
        return f"<{type(self).__name__}>"


Code = NewType("Code", str)
"""A code or PIN to type on a telephone: text, which keeps its leading zeros.

On the wire it is text, a number, or an object in which it is the ``number``.
"""


class Unreadable(ValueError):
    """It is not of this shape."""


class _Field(NamedTuple):
    name: str
    wire: str
    read: Callable[[Any], Any]
    required: bool


def parse(body: bytes) -> Any:
    """Return a JSON body in JSON's own types.

    Raises:
        OutcomeUnknown: it is something else.
    """
    return read_json(body.removeprefix(_BOM), cast("type[Any]", Any))


def shaped(value: Any, shape: type[T]) -> T:
    """Return a JSON value as what it should be.

    Raises:
        OutcomeUnknown: it is something else.
    """
    try:
        return cast("T", _reader(cast("Any", shape))(value))
    except (Unreadable, RecursionError):
        raise OutcomeUnknown("answers.unreadable") from None


@cache
def _reader(shape: Any) -> Callable[[Any], Any]:
    """Return what reads a value of this type."""
    if isinstance(shape, type) and issubclass(shape, Record):
        return lambda value: _record(shape, value)
    if shape is Any:
        return lambda value: value
    if shape in _LEAVES:
        return _LEAVES[shape]
    inner = [argument for argument in get_args(shape) if argument not in {types.NoneType, Ellipsis}]
    if get_origin(shape) is tuple:
        return lambda value: _row(_reader(inner[0]), value)
    if get_origin(shape) is dict:
        return lambda value: _map(_reader(inner[1]), value)
    if get_origin(shape) in {Union, types.UnionType}:
        readers = [_reader(each) for each in inner]
        return readers[0] if len(readers) == 1 else lambda value: _first(readers, value)
    raise TypeError(f"no reader for {shape}")


@cache
def _fields(shape: type[Record]) -> tuple[_Field, ...]:
    return tuple(
        _Field(field.name, field.encode_name, _reader(field.type), field.required)
        for field in msgspec.structs.fields(shape)
    )


def _record(shape: type[Record], value: Any) -> Record:
    if not isinstance(value, dict):
        raise Unreadable
    # The document's lists of fields write some names with a capital that its examples write without.
    found = {key.lower(): each for key, each in value.items() if each is not None}
    for name, other in shape.OTHER_NAMES.items():
        if name not in found and other in found:
            found[name] = found[other]
    read: dict[str, Any] = {}
    for field in _fields(shape):
        if field.wire not in found:
            if field.required:
                raise Unreadable
            continue
        try:
            read[field.name] = field.read(found[field.wire])
        except Unreadable:
            if field.required:
                raise
    return shape(**read)


def _row(read: Callable[[Any], Any], value: Any) -> tuple[Any, ...]:
    if not isinstance(value, list):
        raise Unreadable
    return tuple(read(each) for each in value if each is not None)


def _map(read: Callable[[Any], Any], value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise Unreadable
    return {key: read(each) for key, each in value.items() if each is not None}


def _first(readers: list[Callable[[Any], Any]], value: Any) -> Any:
    for read in readers:
        try:
            return read(value)
        except Unreadable:
            continue
    raise Unreadable


def _text(value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise Unreadable
    return str(value)


def _id(value: Any) -> Id:
    if isinstance(value, float) or not (text := _text(value).strip()):
        raise Unreadable
    return Id(text)


def _code(value: Any) -> Code:
    if isinstance(value, dict):
        value = value.get("number")
    return Code(_text(value))


def _bool(value: Any) -> bool:
    if isinstance(value, str) and value.lower() in {"true", "false"}:
        return value.lower() == "true"
    if not isinstance(value, bool):
        raise Unreadable
    return value


def _int(value: Any) -> int:
    if isinstance(value, str) and value.strip().isdecimal() and len(value) <= 19:  # noqa: PLR2004 - 64 bits
        return int(value)
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, bool) or not isinstance(value, int):
        raise Unreadable
    return value


def _float(value: Any) -> float:
    try:
        return value if isinstance(value, float) else float(_text(value))
    except (ValueError, OverflowError):
        raise Unreadable from None


_LEAVES: Mapping[Any, Callable[[Any], Any]] = {
    str: _text,
    Id: _id,
    Code: _code,
    bool: _bool,
    int: _int,
    float: _float,
}
