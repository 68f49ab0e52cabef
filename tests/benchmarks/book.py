"""A large address book for a benchmark, written once and kept beside its cards."""

from __future__ import annotations

import asyncio
from functools import partial
from itertools import chain, islice
from typing import TYPE_CHECKING

from dialer.app import migrations
from dialer.contacts import records, store
from dialer.contacts.directories.incoming import digest_of
from dialer.contacts.exchange.reader import Card
from dialer.contacts.exchange.vcard import CardReader
from dialer.contacts.model import LOCAL
from dialer.core.database import Database
from dialer.core.home import Home

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    import apsw

    from dialer.contacts.record import Record

_BATCH = 5000
_REGION = "NL"


def fill(folder: Path, cards: Sequence[Path]) -> Home:
    """Return a home with these cards in its book; where there is one already, it is taken as it is."""
    done = folder / "filled"
    home = Home.open(folder)
    if not done.exists():
        asyncio.run(_fill(home, cards))
        done.touch()
    return home


async def _fill(home: Home, cards: Sequence[Path]) -> None:
    database = await Database.open(home.database_file, migrations())
    try:
        read = _records(cards)
        # Few large transactions: how long an import takes is measured elsewhere.
        while batch := list(islice(read, _BATCH)):
            await database.write(partial(_write, batch=batch))
    finally:
        await database.close()


def _write(connection: apsw.Connection, batch: list[Record]) -> None:
    for record in batch:
        store.insert(connection, record, run=1)


def _records(cards: Sequence[Path]) -> Iterator[Record]:
    for card in chain.from_iterable(map(CardReader, cards)):
        if isinstance(card, Card):
            draft = records.tidy(card.draft)
            digest = digest_of(draft)
            yield records.imported(draft, _REGION, source=LOCAL, uid=draft.uid, digest=digest)
