"""Meetings with Idiligo, through the door that the window uses."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from dialer.core.api import Api
from dialer.core.entry import EntryState
from dialer.core.errors import InputError
from dialer.integrations.idiligo.names import file_name, split_name
from dialer.meetings.model import Meeting, MeetingState, NotMade
from dialer.meetings.provider import MeetingPerson
from dialer.meetings.requests import MeetingEdit, MeetingRequest, OptionErrors
from dialer.testing.bench import Bench
from dialer.testing.faults import Fault
from dialer.testing.recipe import Answer, Request
from tests.integrations.idiligo.recipe import IdiligoRecipe
from tests.integrations.idiligo.server import FIRST_CALL, Idiligo, xml

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

ANNE = MeetingPerson(name="Anne van der Berg", email="anne@berg.example")
BOB = MeetingPerson(name="Bob", email="bob@x.example")
NOBODY = MeetingPerson(name="Zoë without")
READS = ("/GetAgentUrl", "/GetPublicCallId")


@pytest.fixture
async def bench(tmp_path: Path) -> AsyncIterator[Bench]:
    async with Bench.open(IdiligoRecipe(), tmp_path) as bench:
        yield bench


def service(bench: Bench) -> Idiligo:
    assert isinstance(bench.recipe, IdiligoRecipe)
    return bench.recipe.idiligo


def asked(bench: Bench) -> list[str]:
    """Return the methods since the account was added, sign-ins excepted."""
    return [method for method, _ in service(bench).asked if method != "Login"]


async def meet(bench: Bench, *people: MeetingPerson, **options: str) -> Meeting:
    [entry] = bench.hub.entries.all
    request = MeetingRequest(entry_id=entry.id, subject="Advice", people=people, options=options)
    meeting = await bench.app.meetings.create(request)
    return await bench.app.meetings.finished(meeting.id)


async def test_everything_that_a_meeting_can_have(bench: Bench) -> None:
    await bench.add(trajectCode="advice=Mortgage advice, claim", returnUrl="https://office.example/crm?id=7")
    options = {
        "trajectCode": "claim",
        "value.zeta": "1",
        "value.amount.year": "€ 250 000",
        "value.alpha": "x&y=z",
        "document.OFFER": "https://files.example/offers/Your%20offer.pdf?sig=a%2Bb",
        "document.TERMS": "https://files.example/",
    }
    meeting = await meet(bench, ANNE, NOBODY, BOB, **options)
    assert meeting.state is MeetingState.READY, meeting.error_key
    assert meeting.provider_id == str(FIRST_CALL)
    base = bench.server.base_url
    assert meeting.guest is not None
    assert meeting.guest.text == f"{base}client?id=pub%2F{FIRST_CALL}%2Bx%26y"
    assert meeting.host is not None
    link = f"{base}agent?id={FIRST_CALL}&t=canary-agent-77&r=https://office.example/crm?id=7"
    assert meeting.host.reveal() == link
    idiligo, call = service(bench), service(bench).calls[FIRST_CALL]
    assert call.script == "claim"
    assert [idiligo.contacts[one] for one in call.contacts] == [
        ("bob@x.example", "Bob", ""),
        ("anne@berg.example", "Anne", "van der Berg"),  # the last one, if there can be one only
    ]
    assert call.values == [("zeta", "1"), ("amount.year", "€ 250 000"), ("alpha", "x&y=z")]
    assert [idiligo.documents[one] for one in call.documents.values()] == [
        ("https://files.example/offers/Your%20offer.pdf?sig=a%2Bb", "Your offer.pdf", "OFFER"),
        ("https://files.example/", "document", "TERMS"),
    ]
    assert [step.key for step in meeting.steps] == [
        "idiligo.step.signed_in",
        "meetings.step.created",
        "idiligo.step.participant",
        "idiligo.step.no_participant",
        "idiligo.step.participant",
        "idiligo.step.values",
        "idiligo.step.document",
        "idiligo.step.document",
        "idiligo.step.links",
    ]


async def test_the_least_is_four_requests(bench: Bench) -> None:
    await bench.add()
    meeting = await meet(bench)
    assert meeting.state is MeetingState.READY
    assert asked(bench) == ["CreateCall", "GetPublicCallId", "GetAgentUrl"]
    assert [method for method, _ in service(bench).asked].count("Login") == 2  # the test, and the set-up


async def test_without_a_script_nothing_is_sent(bench: Bench) -> None:
    await bench.add(trajectCode="")
    with pytest.raises(OptionErrors):
        await meet(bench)
    assert asked(bench) == []
    assert (await meet(bench, trajectCode="advice")).state is MeetingState.READY


async def test_options_that_do_not_fit_send_nothing(bench: Bench) -> None:
    await bench.add()
    for option in ("document.X", "values.X", "value.", "code"):
        with pytest.raises(InputError):
            await meet(bench, **{option: "http://files.example/a.pdf"})
    assert asked(bench) == []


async def test_what_a_status_means_for_a_new_meeting(bench: Bench) -> None:
    await bench.add()
    outcomes: dict[int, tuple[MeetingState, NotMade | None]] = {}
    outcomes |= dict.fromkeys((403, 404, 409, 422, 429), (MeetingState.NOT_MADE, NotMade.REFUSED))
    outcomes |= dict.fromkeys((302, 500, 503), (MeetingState.UNKNOWN, None))
    outcomes[401] = (MeetingState.NOT_MADE, NotMade.AUTH_FAILED)  # after which the account is silent
    for place, (status, outcome) in enumerate(outcomes.items()):
        tries = 2 if status == 401 else 1  # the session may have expired: once more, after a new sign-in
        bench.server.answer_acts(Answer.text("server-words", status))
        meeting = await meet(bench, ANNE)
        assert (status, meeting.state, meeting.reason) == (status, *outcome)
        assert len(bench.server.acts) == place + tries
        await bench.clock.sleep(10)
    assert "SetContact" not in asked(bench)


async def test_a_fault_at_the_creation_names_what_may_be_wrong(bench: Bench) -> None:
    await bench.add()
    bench.server.answer_acts(Answer.text("Traject not found", 500))
    assert (await meet(bench)).error_key == "idiligo.error.fault_creating"
    bench.server.answer_acts(Answer.text("<html>Error", 500, "text/html"))
    await bench.clock.sleep(10)
    assert (await meet(bench)).error_key is None  # the sentence says that it may have been made


@pytest.mark.parametrize(
    ("method", "fault"),
    [
        ("CreateContact", Fault.CUT),
        ("CreateContact", Fault.ERROR_500),
        ("SetContact", Fault.WEB_PAGE),
        ("SetValues", Fault.RESET),
        ("AddDocumentFromUrl", Fault.CLOSED),
        ("SetDocumentToUploadAction", Fault.ERROR_500),
    ],
)
async def test_what_breaks_half_way_is_sent_once_and_the_links_are_there(
    bench: Bench, method: str, fault: Fault
) -> None:
    await bench.add()
    await bench.server.break_(fault, meets=lambda request: request.path.endswith(f"/{method}"))
    options = {"value.a": "1", "document.X": "https://files.example/a.pdf"}
    meeting = await meet(bench, ANNE, **options)
    assert meeting.state is MeetingState.INCOMPLETE
    assert (meeting.provider_id, asked(bench).count(method)) == (str(FIRST_CALL), 1)
    assert meeting.host is not None
    assert meeting.guest is not None
    assert asked(bench).count("CreateCall") == 1


@pytest.mark.parametrize("method", READS)
async def test_one_link_that_cannot_be_had_keeps_nobody_from_the_other(bench: Bench, method: str) -> None:
    await bench.add()
    await bench.server.break_(Fault.ERROR_500, meets=lambda request: request.path.endswith(method))
    meeting = await meet(bench)
    assert meeting.state is MeetingState.INCOMPLETE
    assert (meeting.host is None, meeting.guest is None) == (method == READS[0], method == READS[1])
    await bench.server.mend()
    whole = await bench.app.meetings.read(meeting.id)
    assert whole.host is not None
    assert whole.guest is not None
    assert asked(bench).count("CreateCall") == 1


@pytest.mark.parametrize("method", READS)
async def test_a_link_that_is_not_told_at_once_is_asked_for_again(bench: Bench, method: str) -> None:
    await bench.add()
    refused: list[Request] = []
    idiligo, recipe = service(bench), bench.recipe
    answer = idiligo.answer

    def expire(request: Request) -> Answer:
        if request.path.endswith(method) and not refused:
            refused.append(request)
            idiligo.forget_tokens()
        return answer(request)

    recipe.answer = expire  # type: ignore[method-assign]
    meeting = await meet(bench, ANNE)
    assert meeting.state is MeetingState.READY
    assert meeting.host is not None
    assert meeting.guest is not None
    times = [asked(bench).count(name) for name in ("CreateCall", "SetContact", method.removeprefix("/"))]
    assert (times, len(refused)) == ([1, 1, 2], 1)


async def test_a_session_that_ends_half_way_costs_no_second_meeting(bench: Bench) -> None:
    await bench.add()
    idiligo, recipe = service(bench), bench.recipe
    answer = idiligo.answer

    def expire(request: Request) -> Answer:
        if request.path.endswith("/SetContact"):
            idiligo.forget_tokens()
        return answer(request)

    recipe.answer = expire  # type: ignore[method-assign]
    meeting = await meet(bench, ANNE)
    assert meeting.state is MeetingState.INCOMPLETE
    assert meeting.host is not None
    assert meeting.guest is not None
    assert asked(bench).count("CreateCall") == 1
    recipe.answer = answer  # type: ignore[method-assign]
    await bench.clock.sleep(10)
    assert (await meet(bench, ANNE)).state is MeetingState.READY


async def test_a_sign_in_that_is_an_hour_old_is_renewed_before_a_meeting(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    await bench.add()
    before = len(service(bench).asked)
    service(bench).forget_tokens()
    later = bench.clock.now() + timedelta(hours=1)
    monkeypatch.setattr(bench.clock, "now", lambda: later)
    assert (await meet(bench)).state is MeetingState.READY
    assert [method for method, _ in service(bench).asked[before:]][:2] == ["Login", "CreateCall"]


async def test_a_link_to_another_host_is_not_used(bench: Bench) -> None:
    await bench.add()
    answer = service(bench).answer

    def elsewhere(request: Request) -> Answer:
        if request.path.endswith("/GetAgentUrl"):
            return xml("string", "https://app.idiligo.com.evil.example/agent?t=canary")
        return answer(request)

    bench.recipe.answer = elsewhere  # type: ignore[method-assign]
    meeting = await meet(bench)
    assert (meeting.state, meeting.host, meeting.refused_links) == (MeetingState.READY, None, True)
    assert meeting.guest is not None


async def test_dialer_keeps_time_and_subject(bench: Bench) -> None:
    entry = await bench.add()
    start = bench.clock.now().replace(microsecond=0) + timedelta(days=2)
    request = MeetingRequest(entry_id=entry.id, subject="Advice", start=start, minutes=45)
    meeting = await bench.app.meetings.create(request)
    await bench.app.meetings.finished(meeting.id)
    before = len(service(bench).asked)
    changed = await bench.app.meetings.change(meeting.id, MeetingEdit(minutes=60))
    assert (changed.start, changed.minutes, len(service(bench).asked)) == (start, 60, before)
    changed = await bench.app.meetings.change(meeting.id, MeetingEdit(subject="Other"))
    assert (changed.subject, changed.minutes, changed.guest is not None) == ("Other", 60, True)
    for refused in (
        bench.app.meetings.change(meeting.id, MeetingEdit(people=(ANNE,))),
        bench.app.meetings.change(meeting.id, MeetingEdit(options={"value.a": "1"})),
        bench.app.meetings.cancel(meeting.id),
        bench.app.meetings.end(meeting.id),
    ):
        with pytest.raises(InputError):
            await refused
    assert len(service(bench).asked) == before


async def test_the_whole_interface_is_there(bench: Bench) -> None:
    entry = await bench.add()
    [(owner, api)] = bench.hub.providers(Api)
    assert (owner, len(api.names)) == (entry, 11)
    assert api.parameters("Login") == {}
    assert api.parameters("GetAgentUrl") == {"callId": True, "returnUrl": False}
    call_id = await api.call("CreateCall", {"trajectCode": "advice"})
    assert call_id == FIRST_CALL
    contact = await api.call("CreateContact", {"email": "a@b.example", "firstName": "A", "lastName": None})
    assert await api.call("SetContact", {"callId": call_id, "contactId": contact}) is None
    assert service(bench).contacts[501] == ("a@b.example", "A", "")
    public_id = await api.call("GetPublicCallId", {"callId": call_id})
    await api.call("SetValues", {"publicId": public_id, "names": "amount", "values": 250000})
    assert service(bench).calls[FIRST_CALL].values == [("amount", "250000")]
    service(bench).calls[FIRST_CALL].attachments = [{"Id": str(FIRST_CALL), "Attach": "true"}]
    attachments = await api.call("GetAttachments", {"callId": call_id})
    assert isinstance(attachments, list)
    assert [(one["Id"], one["Attach"], one["Url"]) for one in attachments] == [(FIRST_CALL, True, "")]
    assert await api.call("Login", {}) == "***"
    assert entry.state is EntryState.LOADED


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("Anne Vermeer", ("Anne", "Vermeer")),
        (" Anne   van der  Berg ", ("Anne", "van der Berg")),
        ("van der Berg, Anne", ("Anne", "van der Berg")),
        ("Anne", ("Anne", "")),
        ("Berg,", ("Berg,", "")),
        ("", ("", "")),
    ],
)
def test_first_and_last_name(name: str, parts: tuple[str, str]) -> None:
    assert split_name(name) == parts


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://x.example/a/Offer%202026.pdf?x=y.exe#z", "Offer 2026.pdf"),
        ("https://x.example", "document"),
        ("https://x.example/..%2F..%2Fpasswd", "passwd"),
        ("https://x.example/a%00b%5Cc.pdf", "a_b_c.pdf"),
        ("https://x.example/" + "a" * 300 + ".pdf", "a" * 96 + ".pdf"),
    ],
)
def test_a_document_is_called_as_its_address_ends(url: str, name: str) -> None:
    assert file_name(url) == name
