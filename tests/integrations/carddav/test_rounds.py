"""A round of copying, answer by answer: what is missing is never taken for what is gone."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest

from dialer.core.errors import ApiError, ErrorKind, NotSent
from dialer.integrations.carddav import multistatus, rounds
from dialer.integrations.carddav.addresses import path_on
from dialer.integrations.carddav.client import CannotTell, TokenRefused
from dialer.integrations.carddav.rounds import Round
from tests.integrations.carddav.desk import card

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dialer.contacts.directories.directory import Changes
    from dialer.integrations.carddav.multistatus import Multistatus

BOOK = "/b/"
SERVER = "https://dav.example"


def etag(name: str, version: str = "1") -> str:
    return (
        f"<response><href>{BOOK}{name}.vcf</href><propstat><prop><getetag>{version}</getetag></prop>"
        "<status>HTTP/1.1 200 OK</status></propstat></response>"
    )


def status(path: str, code: int) -> str:
    return f"<response><href>{path}</href><status>HTTP/1.1 {code} No</status></response>"


def answer(*inner: str, token: str = "") -> Multistatus:
    end = f"<sync-token>{token}</sync-token>" if token else ""
    return multistatus.read(f'<multistatus xmlns="DAV:">{"".join(inner)}{end}</multistatus>'.encode())


MORE = status(BOOK, 507)


@dataclass
class Server:
    """Answers from a script.

    Attributes:
        listed: what each question for changes gives; an error is raised.
        versions_now: what a question for all versions gives.
        cards_now: the cards that there are.
        asked: the questions, in order.
        lost: after so many questions for cards, the line is gone.
    """

    listed: list[Multistatus | Exception] = field(default_factory=list)
    versions_now: Multistatus = field(default_factory=answer)
    cards_now: dict[str, str] = field(default_factory=dict)
    instead: dict[str, str] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    lost: int = 1000

    async def changes(self, _book: str, token: str) -> Multistatus:
        self.asked.append(f"changes {token}".strip())
        found = self.listed.pop(0)
        if isinstance(found, Exception):
            raise found
        return found

    async def versions(self, _book: str) -> Multistatus:
        self.asked.append("versions")
        return self.versions_now

    async def cards(self, _book: str, paths: Sequence[str]) -> Multistatus:
        self.asked.append(f"cards {len(paths)}")
        self.lost -= 1
        if self.lost < 0:
            raise NotSent("core.net.refused")
        space = 'xmlns="DAV:" xmlns:C="urn:ietf:params:xml:ns:carddav"'
        inner = "".join(self.instead.get(path) or self.card_at(path) for path in paths)
        return multistatus.read(f"<multistatus {space}>{inner}</multistatus>".encode())

    def card_at(self, path: str) -> str:
        name = path.removeprefix(BOOK).removesuffix(".vcf")
        if name not in self.cards_now:
            return status(path, 404)
        data = f"<C:address-data>{self.cards_now[name]}</C:address-data>"
        return (
            f"<response><href>{path}</href><propstat><prop><getetag>1</getetag>{data}</prop>"
            "<status>HTTP/1.1 200 OK</status></propstat></response>"
        )

    def path(self, base: str, href: str) -> str:
        return path_on(SERVER, base, href)


async def changes(server: Server, token: str = "", copied: Mapping[str, str] | None = None) -> Changes:
    async def versions() -> Mapping[str, str]:
        return {f"{BOOK}{name}.vcf": version for name, version in (copied or {}).items()}

    return await Round(server, [BOOK], versions).changes(token)  # type: ignore[arg-type]


def names(found: Changes) -> list[str]:
    return sorted(person.name for person in found.people)


def gone(found: Changes) -> list[str]:
    return [path.removeprefix(BOOK).removesuffix(".vcf") for path in found.removed]


async def token_of(server: Server) -> str:
    """Return where a round without changes ended."""
    server.listed.append(answer(token="t0"))
    found = await changes(server)
    server.asked.clear()
    return found.token


async def test_only_what_changed_is_read_and_the_next_round_goes_on_from_there() -> None:
    server = Server(cards_now={"a": card("a", "Anna")})
    token = await token_of(server)
    server.listed = [answer(etag("a"), status(f"{BOOK}b.vcf", 404), token="t1")]
    found = await changes(server, token, {"a": "0", "b": "1", "c": "1"})
    assert (names(found), gone(found), found.complete, found.full) == (["Anna"], ["b"], True, False)
    assert server.asked == ["changes t0", "cards 1"]
    server.listed = [answer(token="t2")]
    await changes(server, found.token)
    assert server.asked[-1] == "changes t1"


async def test_a_card_in_the_version_that_was_copied_is_not_read() -> None:
    server = Server(listed=[answer(etag("a", "7"), token="t1")])
    found = await changes(server, "", {"a": "7"})
    assert (names(found), gone(found), server.asked) == ([], [], ["changes"])


async def test_a_refused_token_compares_everybody_and_removes_who_is_not_there() -> None:
    server = Server(cards_now={"new": card("new", "Nadia")})
    token = await token_of(server)
    server.listed = [TokenRefused(), answer(etag("a", "1"), etag("new"), token="t9")]
    found = await changes(server, token, {"a": "1", "b": "1"})
    assert (names(found), gone(found)) == (["Nadia"], ["b"])
    assert server.asked == ["changes t0", "changes", "cards 1"]


async def test_a_server_that_cannot_tell_lists_all_versions() -> None:
    server = Server(
        listed=[CannotTell()],
        versions_now=answer(etag("a", "2"), etag("c")),
        cards_now={"a": card("a", "Anna")},
    )
    found = await changes(server, "", {"a": "1", "b": "1", "c": "1"})
    assert (names(found), gone(found)) == (["Anna"], ["b"])
    assert server.asked == ["changes", "versions", "cards 1"]


async def test_a_list_of_versions_that_was_cut_removes_nobody() -> None:
    server = Server(
        listed=[CannotTell()],
        versions_now=answer(etag("a", "2"), MORE),
        cards_now={"a": card("a", "Anna")},
    )
    found = await changes(server, "", {"a": "1", "b": "1"})
    assert (names(found), gone(found), found.complete) == (["Anna"], [], False)


@pytest.mark.parametrize("code", [403, 404, 500])
async def test_a_book_that_cannot_be_listed_is_no_empty_book(code: int) -> None:
    server = Server(listed=[CannotTell()], versions_now=answer(status(BOOK, code)))
    with pytest.raises(ApiError):
        await changes(server, "", {"a": "1"})
    server = Server(listed=[answer(status(BOOK, code), token="t1")])
    with pytest.raises(ApiError):
        await changes(server, "", {"a": "1"})


async def test_an_answer_in_parts_is_put_together() -> None:
    server = Server(cards_now={name: card(name, name.upper()) for name in "abc"})
    server.listed = [
        answer(etag("a"), MORE, token="p1"),
        answer(etag("b"), MORE, token="p2"),
        answer(etag("c"), token="p3"),
    ]
    found = await changes(server, "", {"old": "1"})
    assert (names(found), gone(found)) == (["A", "B", "C"], ["old"])
    assert server.asked == ["changes", "changes p1", "changes p2", "cards 3"]


async def test_an_answer_in_parts_that_breaks_off_changes_nothing() -> None:
    server = Server(listed=[answer(etag("a"), MORE, token="p1"), NotSent("core.net.refused")])
    with pytest.raises(NotSent):
        await changes(server, "", {"old": "1"})


async def test_an_answer_in_parts_that_never_ends_is_no_answer() -> None:
    server = Server(listed=[answer(etag("a"), MORE, token="p1"), answer(etag("a"), MORE, token="p1")])
    with pytest.raises(ApiError):
        await changes(server)


async def test_what_came_before_the_line_was_lost_is_kept_and_nobody_removed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(rounds, "BATCH", 2)
    people = {name: card(name, name.upper()) for name in "abcdef"}
    server = Server(listed=[answer(*map(etag, people), token="t1")], cards_now=people, lost=1)
    found = await changes(server, "", {"old": "1"})
    assert (names(found), found.complete, len(found.versions)) == (["A", "B"], False, 2)


async def test_a_broken_card_keeps_no_other_out_and_is_still_there() -> None:
    people = {f"p{number}": card(f"p{number}", f"Person {number}") for number in range(50)}
    people["p7"] = "no card at all"
    server = Server(listed=[answer(*map(etag, people), token="t1")], cards_now=people)
    found = await changes(server)
    assert (len(found.people), len(names(found)), found.complete) == (50, 50, True)
    [broken] = [person for person in found.people if not person.name]
    assert broken.uid == f"{BOOK}p7.vcf"


async def test_a_card_that_the_server_cannot_give_now_is_asked_for_again() -> None:
    server = Server(listed=[answer(etag("a"), etag("b"), token="t1")], cards_now={"a": card("a", "Anna")})
    server.instead[f"{BOOK}b.vcf"] = status(f"{BOOK}b.vcf", 500)
    found = await changes(server)
    assert (names(found), found.complete) == (["Anna"], False)


async def test_cards_that_nobody_asked_for_are_not_taken() -> None:
    server = Server(listed=[answer(etag("a"), token="t1")], cards_now={"a": card("a", "Anna")})
    server.instead[f"{BOOK}a.vcf"] = server.card_at(f"{BOOK}a.vcf") + server.card_at(f"{BOOK}a.vcf").replace(
        "/b/a.vcf", "/other/x.vcf"
    )
    assert names(await changes(server)) == ["Anna"]


async def test_an_address_on_another_server_is_refused() -> None:
    foreign = etag("a").replace(BOOK, "https://elsewhere.example/b/")
    server = Server(listed=[answer(foreign, token="t1")])
    with pytest.raises(ApiError) as caught:
        await changes(server)
    assert (caught.value.key, caught.value.kind) == ("carddav.error.elsewhere", ErrorKind.PROTOCOL)


async def test_two_cards_with_one_uid_are_two_people() -> None:
    people = {"a": card("same", "Anna"), "b": card("same", "Bea"), "c": "BEGIN:VCARD\nFN:No uid\nEND:VCARD\n"}
    server = Server(listed=[answer(*map(etag, people), token="t1")], cards_now=people)
    assert names(await changes(server)) == ["Anna", "Bea", "No uid"]


GROUP = card("g", "Customers", "KIND:group", "MEMBER:urn:uuid:a", "MEMBER:urn:uuid:c")


async def test_groups_are_tags_of_their_members() -> None:
    people = {"a": card("a", "Anna", "CATEGORIES:VIP"), "b": card("b", "Bea"), "g": GROUP}
    server = Server(listed=[answer(*map(etag, people), token="t1")], cards_now=people)
    found = await changes(server)
    assert {person.name: person.tags for person in found.people} == {"Anna": ("VIP", "Customers"), "Bea": ()}
    server.cards_now["c"] = card("urn:uuid:C", "Cees")
    server.listed = [answer(etag("c"), token="t2")]
    later = await changes(server, found.token, {"a": "1", "b": "1"})
    assert {person.name: person.tags for person in later.people} == {"Cees": ("Customers",)}


async def test_a_group_that_changes_changes_its_members() -> None:
    people = {"a": card("a", "Anna"), "b": card("b", "Bea"), "g": GROUP}
    server = Server(listed=[answer(*map(etag, people), token="t1")], cards_now=people)
    found = await changes(server)
    server.cards_now["g"] = card("g", "Suppliers", "KIND:group", "MEMBER:urn:uuid:b")
    server.listed = [answer(etag("g", "2"), token="t2")]
    later = await changes(server, found.token, {"a": "1", "b": "1"})
    assert {person.name: person.tags for person in later.people} == {"Anna": (), "Bea": ("Suppliers",)}
    assert later.removed == ()
