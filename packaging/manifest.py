"""Writes and signs the list of versions that Dialer's update notice reads (docs/helpdesk.md).

usage: manifest.py FILE --page URL --notes en=notes-en.txt [--notes nl=notes-nl.txt] [--version V] [--date D]
       [--days N] --key minisign.key

The key is minisign's. Its password is asked for, or read from standard input where nobody sits there; it is
never an argument. What Dialer would refuse is not written.
"""

# ruff: noqa: INP001  # a folder beside the program, not a package of it

from __future__ import annotations

import argparse
import datetime as dt
import getpass
import sys
from pathlib import Path

import minisign
from packaging.version import Version

from dialer import __version__
from dialer.core.replacing import replace_file
from dialer.core.update_manifest import Manifest, NotAList, read_manifest

DAYS = 90
"""For how long a list holds, where nothing else is said: sign a new one before."""

_READABLE = 0o644


def make(args: argparse.Namespace) -> bytes:
    """Return the list as it is published.

    Raises:
        NotAList: Dialer would refuse it.
        ValueError: the version is none.
    """
    notes = {language: Path(file).read_text(encoding="utf-8") for language, _, file in args.notes}
    expires = args.date + dt.timedelta(days=args.days)
    content = Manifest(Version(args.version), args.date, expires, args.page, notes).document()
    read_manifest(content)
    return content


def sign(content: bytes, key: Path, comment: str) -> bytes:
    """Return the file with the signature.

    Raises:
        minisign.Error: the key cannot be read, or its password is wrong.
    """
    with minisign.SecretKey.from_file(key) as secret:
        if secret.is_encrypted():
            secret.decrypt(_password())
        signature = secret.sign(content, trusted_comment=comment)
        secret.get_public_key().verify(content, signature)
    return bytes(signature)


def _password() -> str:
    if sys.stdin.isatty():
        return getpass.getpass("Password of the key: ")
    return sys.stdin.readline().rstrip("\r\n")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Write and sign the list of versions.")
    parser.add_argument("file", type=Path)
    parser.add_argument("--page", required=True)
    parser.add_argument("--notes", required=True, action="append", type=lambda text: text.partition("="))
    parser.add_argument("--version", default=__version__)
    parser.add_argument("--date", type=dt.date.fromisoformat, default=dt.datetime.now(dt.UTC).date())
    parser.add_argument("--days", type=int, default=DAYS)
    parser.add_argument("--key", type=Path, required=True)
    return parser.parse_args()


def main() -> None:
    """Write both files: the list, and the signature beside it."""
    args = _arguments()
    try:
        content = make(args)
        signature = sign(content, args.key, f"{args.file.name} {args.version} {args.date}")
        # First the signature: as long as both do not fit, Dialer looks twice before it says so.
        replace_file(args.file.with_name(args.file.name + ".minisig"), signature + b"\n", _READABLE)
        replace_file(args.file, content, _READABLE)
    except NotAList:
        sys.exit("Dialer would refuse this list: look at version, page, dates and the length of the notes.")
    except (OSError, ValueError, minisign.Error) as error:
        sys.exit(f"Nothing was signed: {error}")


if __name__ == "__main__":
    main()
