"""What a search finds, against a plain reading of what it should find: no index, no shared code."""

from __future__ import annotations

import asyncio
import re
import unicodedata
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from dialer.contacts.book import ContactBook
from dialer.contacts.model import ContactDraft, NumberDraft
from dialer.contacts.schema import MIGRATIONS
from dialer.core.bus import EventBus
from dialer.core.database import Database

if TYPE_CHECKING:
    from dialer.contacts.model import Contact

LETTERS = {"ø": "o", "ł": "l", "œ": "oe", "æ": "ae"}
GLUE = "'’.&-"
WRITTEN = re.compile(r"(?<![^\W_])\+?\(?[0-9](?:[0-9 ()./\-]*[0-9])?(?![^\W_])")
PARTICLE = 3
PAGE = 3

WORDS = (
    "Jan",
    "van",
    "der",
    "den",
    "de",
    "Meer",
    "Vandermeer",
    "O'Brien",
    "d’Artagnan",
    "Müller",
    "Mu\u0308ller",
    "MULLER",
    "Jean-Pierre",
    "Søren",
    "Straße",
    "Œuvre",
    "AT&T",
    "B.V.",
    "x",
    "54",
    "4all",
    "ロイド",
)
NUMBERS = (
    "020 1234567",
    "+31 (0)20 123 45 67",
    "0031201234567",
    "06-12345678",
    "+32 2 555 12 12",
    "1234",
    "030-23456 toestel 12",
    "+49 (30) 901820",
)
some_words = st.lists(st.sampled_from(WORDS), max_size=4).map(" ".join)
people = st.lists(
    st.builds(
        ContactDraft,
        name=st.lists(st.sampled_from(WORDS), min_size=1, max_size=5).map(" ".join),
        organisation=some_words,
        department=some_words,
        title=some_words,
        note=some_words,
        emails=st.lists(st.sampled_from(("j.vandermeer@acme.example", "x_y@z.example")), max_size=1).map(
            tuple
        ),
        tags=st.lists(st.sampled_from(("VIP", "Raad van Bestuur")), max_size=1).map(tuple),
        numbers=st.lists(st.sampled_from(NUMBERS).map(lambda raw: NumberDraft(raw=raw)), max_size=2).map(
            tuple
        ),
        favourite=st.booleans(),
    ),
    min_size=1,
    max_size=8,
)
ALL = (*WORDS, *NUMBERS, "vandermeer", "obrien", "muller", "vip", "acme", "strasse", "oeuvre", "jeanpierre")
pieces = st.one_of(
    st.sampled_from(ALL),
    st.sampled_from(ALL).flatmap(
        lambda text: st.tuples(st.integers(0, len(text) - 1), st.integers(1, 6)).map(
            lambda cut: text[cut[0] : cut[0] + cut[1]]
        )
    ),
    st.text("jan 0123+()-/.'", max_size=6),
)
queries = st.lists(pieces, min_size=1, max_size=3).map(" ".join)


def plain(text: str) -> str:
    """Lower case, no accents."""
    bare = "".join(
        LETTERS.get(letter, letter)
        for letter in unicodedata.normalize("NFD", text.casefold())
        if not unicodedata.combining(letter)
    )
    return unicodedata.normalize("NFD", bare)


def words_of(text: str) -> list[str]:
    return [word for word in re.split(r"[\W_]+", plain(text)) if word]


def spellings(text: str) -> set[str]:
    """Every word, words that are glued by a mark in one, and small words with what follows them in one."""
    found = set(words_of(text))
    for piece in re.split(rf"[^\w{re.escape(GLUE)}]|_", plain(text)):
        for glued in re.split(rf"[{GLUE}]{{2,}}", piece):
            found.add(re.sub(rf"[{GLUE}]", "", glued))
    words = words_of(text)
    for first in range(len(words)):
        for last in range(first + 1, min(len(words), first + 4)):
            if all(len(word) <= PARTICLE for word in words[first:last]):
                found.add("".join(words[first : last + 1]))
    return found - {""}


def finds(contact: Contact, query: str) -> bool:
    """Whether every piece of the query is somewhere in the contact."""
    fields = [contact.name, contact.organisation, contact.department, contact.title, contact.note]
    known = set().union(*(spellings(field) for field in (*fields, *contact.emails, *contact.tags)))
    for number in contact.numbers:
        digits = re.sub("[^0-9]", "", number.e164 or number.raw)
        known |= {digits, "0" + digits[2:]} if number.e164 else {digits}
    query = re.sub(r"(?<=\d)\s*\(0\)\s*(?=\d)", " ", query)
    typed = [re.findall("[0-9]+", number) for number in WRITTEN.findall(query)]
    # One letter is in nearly everybody: it is looked for where words begin.
    one_letter = all(len(word) == 1 and word.isascii() for word in words_of(query)) and all(
        len(groups) == 1 for groups in typed
    )

    def has(word: str) -> bool:
        return any(each.startswith(word) if one_letter else word in each for each in known)

    for groups in typed:
        whole = "".join(groups)
        abroad = whole[2:] if whole.startswith("00") and len(whole) > 2 else whole
        if not (has(whole) or has(abroad) or all(map(has, groups))):
            return False
    words = words_of(WRITTEN.sub(" ", query))
    return all(map(has, words)) and bool(words_of(query))


async def compare(drafts: list[ContactDraft], wanted: list[str]) -> None:
    database = await Database.in_memory(MIGRATIONS)
    try:
        book = ContactBook(database, EventBus(), lambda: "NL")
        contacts = [await book.add(draft) for draft in drafts]
        for query in filter(str.strip, wanted):
            expected = {contact.id for contact in contacts if finds(contact, query)}
            everything = await book.search(query, limit=0)
            assert {hit.contact.id for hit in everything.hits} == expected, query
            first = await book.search(query, limit=PAGE)
            assert (first.total, first.total_is_exact) == (len(expected), True), query
            paged = [hit.contact.id for hit in first.hits]
            while more := await book.ranked(query, PAGE, len(paged)):
                paged += more
            assert len(paged) == len(expected), query
            assert set(paged) == expected, query
    finally:
        await database.close()


@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(drafts=people, wanted=st.lists(queries, min_size=1, max_size=6))
@example(
    drafts=[ContactDraft(name="Jan van der Meer")], wanted=["vandermeer", "van der meer", "derm", "ndermee"]
)
@example(
    drafts=[ContactDraft(name="x", numbers=(NumberDraft(raw="06-12345678"),))], wanted=["0031 6 12", "678"]
)
def test_the_hits_are_those_of_a_plain_reading(drafts: list[ContactDraft], wanted: list[str]) -> None:
    asyncio.run(compare(drafts, wanted))
