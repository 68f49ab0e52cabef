"""What a field takes, and the sentence for what it does not take."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialer.core import fields
from dialer.core.fields import FieldError
from dialer.core.list_fields import Regions
from dialer.core.strings import Strings

if TYPE_CHECKING:
    from pathlib import Path

URL = fields.Url(key="url")
PHONE = fields.Phone(key="phone")
PHONES = fields.Phone(key="phones", multiple=True)
EVERY = (
    URL, PHONE, PHONES, fields.Text(key="t"), fields.SecretField(key="s"), fields.Host(key="h"),
    fields.Integer(key="i"), fields.Toggle(key="b"), fields.Choice(key="c", options=("1", "2")),
    fields.MultiChoice(key="m", options=("a", "b")), fields.Region(key="r"), fields.FilePath(key="f"),
)  # fmt: skip


@pytest.mark.parametrize(
    ("field", "raw", "value"),
    [
        (URL, "https://pbx.example/api", "https://pbx.example/api/"),
        (URL, " https://pbx.example/api/ ", "https://pbx.example/api/"),
        (URL, "http://127.0.0.1:8080/x", "http://127.0.0.1:8080/x/"),
        (URL, "http://[::1]:8080", "http://[::1]:8080/"),
        (URL, "http://localhost", "http://localhost/"),
        (fields.Host(key="h"), "LDAP.example", "ldap.example"),
        (fields.Integer(key="i", maximum=9), " 7 ", 7),
        (fields.Toggle(key="b"), "yes", True),
        (fields.Toggle(key="b"), False, False),
        (fields.Choice(key="c", options=("1", "2")), 2, "2"),
        (fields.MultiChoice(key="m", options=("a", "b")), "a, b", ["a", "b"]),
        (fields.Region(key="r"), "nl", "NL"),
        (PHONE, "+31 (0)20 555-0112", "+31 (0)20 555-0112"),
        (PHONES, "101,+31205550112", "101, +31205550112"),
        (fields.SecretField(key="s"), " with blanks ", " with blanks "),
        (fields.Text(key="t", required=False), "  ", None),
        (fields.Text(key="t", default="x"), "", "x"),
    ],
)
def test_what_fits_is_read(field: fields.Field, raw: object, value: object) -> None:
    assert field.parse(raw) == value


@pytest.mark.parametrize(
    ("field", "raw", "key"),
    [
        (URL, "", "required"),
        (URL, "pbx.example", "not_url"),
        (URL, "ftp://pbx.example/", "not_url"),
        (URL, "https://user:word@pbx.example/", "not_url"),
        (URL, "https://pbx.example/?x=1", "not_url"),
        (URL, "https://pbx.example\\@evil.example/", "not_url"),
        (URL, "https://[::1", "not_url"),
        (URL, "https://pbx.example:99999/", "not_url"),
        (URL, "http://pbx.example/", "not_https"),
        (URL, "http://127.0.0.1.evil.example/", "not_https"),
        (fields.Text(key="t"), "a\nb", "not_text"),
        (fields.Text(key="t"), "x" * 3000, "not_text"),
        (fields.Host(key="h"), "a b", "not_host"),
        (fields.Integer(key="i", maximum=9), "10", "not_number"),
        (fields.Integer(key="i"), "1e3", "not_number"),
        (fields.Toggle(key="b"), "maybe", "not_yes_no"),
        (fields.Choice(key="c", options=("1", "2")), "3", "not_a_choice"),
        (fields.MultiChoice(key="m", options=("a", "b")), "a,c", "not_a_choice"),
        (fields.Region(key="r"), "Nederland", "not_region"),
        (fields.Region(key="r"), "ZZ", "unknown_region"),
        (fields.Region(key="r"), "uk", "unknown_region"),  # ISO 3166 says GB
        (Regions(key="r"), "BE, XX", "unknown_region"),
        (Regions(key="r"), ["BE", "België"], "not_region"),
        (PHONE, "abc", "not_phone"),
        (PHONE, "١٢٣٤", "not_phone"),
        (PHONE, "1" * 40, "not_phone"),
        (PHONES, "101,,102", "not_phone"),
        (fields.FilePath(key="f"), "/no/such/file", "not_file"),
    ],
)
def test_what_does_not_fit_has_a_sentence(field: fields.Field, raw: object, key: str) -> None:
    with pytest.raises(FieldError) as caught:
        field.parse(raw)
    assert caught.value.key == f"core.field.{key}"
    assert Strings("en").has(caught.value.key)


@given(st.sampled_from(EVERY), st.text())
def test_nothing_but_its_own_error_comes_out(field: fields.Field, raw: str) -> None:
    with contextlib.suppress(FieldError):
        field.parse(raw)


def test_a_file_is_named_in_full(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "ca.pem").touch()
    monkeypatch.chdir(tmp_path)
    assert fields.FilePath(key="f").parse("ca.pem") == str(tmp_path / "ca.pem")
