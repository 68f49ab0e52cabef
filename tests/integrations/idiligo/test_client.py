"""The eleven operations, parameter by parameter, and every trap of their answers."""

from __future__ import annotations

import traceback
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from dialer.core.errors import ApiError, ErrorKind, InputError, NotSent, OutcomeUnknown, Refused
from dialer.core.secrets import Secret
from dialer.integrations.idiligo.answers import Attachment
from dialer.integrations.idiligo.client import IdiligoClient
from dialer.integrations.idiligo.operations import operations
from tests.integrations.idiligo.client_bench import (
    APIKEY,
    ERROR_PAGE,
    FAULT,
    NOTHING,
    PASSWORD,
    TICKET,
    TICKET_LOGIN,
    WEB_PAGE,
    Bench,
    forms,
    opened,
    raw,
    xml,
)

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

BIG = 9_007_199_254_740_993
TOKEN = ("token", "token-1+/=")
CALLS: dict[str, tuple[dict[str, Any], list[tuple[str, str]], httpx.Response, Any]] = {
    "CreateContact": (
        {"email": "a+b@x.example", "firstName": "Anne & Jo", "lastName": ""},
        [("email", "a+b@x.example"), ("firstName", "Anne & Jo"), ("lastName", "")],
        xml("string", str(BIG)),
        BIG,
    ),
    "CreateCall": ({"trajectCode": "A&B 1"}, [("trajectCode", "A&B 1")], xml("slong", str(BIG)), BIG),
    "SetContact": (
        {"callId": BIG, "contactId": 7},
        [("callId", str(BIG)), ("contactId", "7")],
        NOTHING,
        None,
    ),
    "GetAgentUrl": (
        {"callId": BIG},
        [("callId", str(BIG)), ("returnUrl", "")],
        xml("string", " https://app.idiligo.com/a?x=1&amp;y=2 "),
        "https://app.idiligo.com/a?x=1&y=2",
    ),
    "GetPublicCallId": ({"callId": BIG}, [("callId", str(BIG))], xml("string", "p/1 +"), "p/1 +"),
    "SetValues": (
        {"publicId": "p/1", "names": ["b", "a", "b"], "values": ["1", "é=&", ""]},
        [
            ("publicId", "p/1"),
            *(("names", name) for name in "bab"),
            *(("values", value) for value in ("1", "é=&", "")),
        ],
        NOTHING,
        None,
    ),
    "AddDocumentFromUrl": (
        {"url": "https://x.example/a?b=1&c=2", "filename": "a b.pdf", "externalId": "E"},
        [("url", "https://x.example/a?b=1&c=2"), ("filename", "a b.pdf"), ("externalId", "E")],
        xml("long", "88"),
        88,
    ),
    "SetDocumentToUploadAction": (
        {"callId": BIG, "externalId": "E", "documentId": 88},
        [("callId", str(BIG)), ("externalId", "E"), ("documentId", "88")],
        xml("long", "0"),
        0,
    ),
    "GetAttachments": (
        {"callId": BIG},
        [("callId", str(BIG))],
        raw(b'<ArrayOfAttachmentDTO xmlns="http://www.idiligo.com/" />'),
        [],
    ),
}
CREATES = ("CreateContact", "CreateCall", "AddDocumentFromUrl")
READS = ("GetAgentUrl", "GetPublicCallId", "GetAttachments")
VOIDS = ("SetContact", "SetValues")


@pytest.fixture
async def bench() -> AsyncIterator[Bench]:
    async with opened() as bench:
        yield bench


def _first(
    effect: Callable[[httpx.Request], httpx.Response], then: httpx.Response
) -> Callable[[httpx.Request], httpx.Response]:
    """Let something happen at the first request, and answer rightly from then on."""
    asked = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        return effect(request) if len(asked) == 1 else then

    return answer


async def call(bench: Bench, method: str) -> Any:
    return await operations(bench.client)[method](**CALLS[method][0])


@pytest.mark.parametrize("method", CALLS)
async def test_an_operation_sends_what_is_documented_once(bench: Bench, method: str) -> None:
    _, sent, answer, returned = CALLS[method]
    route = bench.answers(method, answer)
    assert await call(bench, method) == returned
    assert forms(route) == [[TOKEN, *sent]]
    assert [name for name, _ in bench.sign_ins] == ["Login"]


def test_all_eleven_are_there(bench: Bench) -> None:
    assert list(operations(bench.client)) == ["Login", "Impersonate", *CALLS]


async def test_one_session_serves_all(bench: Bench) -> None:
    for method, (_, _, answer, _) in CALLS.items():
        bench.answers(method, answer)
        await call(bench, method)
    assert len(bench.sign_ins) == 1


async def test_signing_in_sends_the_secrets_in_the_body_and_tells_no_token(bench: Bench) -> None:
    assert await bench.client.login() == "***"
    sent = [("apikey", APIKEY), ("username", "anne"), ("password", PASSWORD)]
    assert bench.sign_ins == [("Login", sent)]
    with pytest.raises(InputError):
        await bench.client.impersonate()
    assert len(bench.sign_ins) == 1


async def test_a_ticket_signs_in_without_the_password(bench: Bench) -> None:
    bench.login = TICKET_LOGIN
    route = bench.answers("CreateCall", xml("long", "5"))
    await call(bench, "CreateCall")
    assert bench.sign_ins == [("Impersonate", [("apikey", APIKEY), ("username", "anne"), ("ticket", TICKET)])]
    assert await bench.client.impersonate() == "***"
    with pytest.raises(InputError):
        await bench.client.login()
    assert len(route.calls) == 1


async def test_a_refused_sign_in_is_one_and_nothing_else_is_sent(bench: Bench) -> None:
    empty = (xml("string", ""), xml("string", " \r\n "), raw(b"<string />"))
    answers = [FAULT, *empty, raw(b"", 401), raw(b"", 403)]
    route = bench.answers("CreateCall", xml("long", "5"))
    for place, answer in enumerate(answers):
        bench.tokens = [answer]
        with pytest.raises(Refused) as refused:
            await call(bench, "CreateCall")
        assert refused.value.kind is ErrorKind.AUTH
        assert (len(route.calls), len(bench.sign_ins)) == (0, place + 1)


@pytest.mark.parametrize(
    "answer",
    [
        ERROR_PAGE, WEB_PAGE, raw(b"", 503), raw(b"", 302), raw(b""), raw(b"<string>cut"),
        httpx.ReadTimeout("canary-words"), httpx.RemoteProtocolError("canary-words"),
    ],
)  # fmt: skip
async def test_a_sign_in_without_a_usable_answer_leaves_nothing_in_doubt(
    bench: Bench, answer: httpx.Response | Exception
) -> None:
    bench.answers("Login", answer, xml("string", "token-2"))
    route = bench.answers("CreateCall", xml("long", "5"))
    with pytest.raises(NotSent) as failed:
        await call(bench, "CreateCall")
    assert failed.value.key == "idiligo.error.no_sign_in"
    assert route.calls == []
    assert await call(bench, "CreateCall") == 5


async def test_an_id_that_is_none_is_a_refusal(bench: Bench) -> None:
    for method in CREATES:
        texts = ("0", "-1", str(-(2**63)))
        route = bench.answers(method, *(xml("long", text) for text in texts))
        for place in range(len(texts)):
            with pytest.raises(Refused):
                await call(bench, method)
            assert len(route.calls) == place + 1


NO_ANSWERS = [
    ERROR_PAGE,
    WEB_PAGE,
    raw(b"<html><body>canary-words</body></html>"),
    raw(b""),
    raw(b"long"),
    raw(b'<long xmlns=""http://www.idiligo.com/">5</long>'),
    raw('<?xml version="1.0"?>\u00a0<long>5</long>'.encode()),
    raw(b"<long>5</lo"),
    raw(b"<long>12"),
    raw(b"<long>5</long><long>6</long>"),
    raw(b"<long><long>5</long></long>"),
    raw(b'<!DOCTYPE long [<!ENTITY a "5">]><long>&a;</long>'),
    raw(b'<!DOCTYPE long SYSTEM "http://127.0.0.1/x"><long>5</long>'),
    raw(b'<?xml version="1.0" encoding="no-such"?><long>5</long>'),
    xml("long", "five"),
    xml("long", "5.0"),
    xml("long", "0x5"),
    xml("long", "\u0665"),
    xml("long", str(2**63)),
    xml("long", "5 6"),
    raw(b"<long>" + b" " * 4_200_000 + b"5</long>"),
]


@pytest.mark.parametrize("method", [*CREATES, "GetAttachments"])
async def test_what_is_no_answer_leaves_the_outcome_unknown(bench: Bench, method: str) -> None:
    route = bench.answers(method, *NO_ANSWERS)
    for place, answer in enumerate(NO_ANSWERS):
        with pytest.raises(OutcomeUnknown) as failed:
            await call(bench, method)
        assert len(route.calls) == place + 1, answer.content[:99]
        said = "".join(traceback.format_exception(failed.value))
        assert [word for word in ("canary", "token-1") if word in said] == []


async def test_only_the_text_of_the_root_counts(bench: Bench) -> None:
    for root in ("long", "slong", "string", "anything"):
        for namespace in ("", ' xmlns="http://www.idiligo.com/"', ' xmlns="urn:x"', ' xmlns:ns="urn:x"'):
            bench.answers("CreateCall", xml(root, f"\r\n {BIG} ", namespace=namespace))
            assert await call(bench, "CreateCall") == BIG
    bench.answers("CreateCall", xml("ns:long", "5", namespace=' xmlns:ns="urn:x"'))
    assert await call(bench, "CreateCall") == 5


async def test_a_byte_order_mark_is_no_fault(bench: Bench) -> None:
    bench.answers("CreateCall", raw(b'\xef\xbb\xbf<?xml version="1.0" encoding="utf-8"?><long>5</long>'))
    assert await call(bench, "CreateCall") == 5


async def test_an_operation_that_tells_nothing_is_not_parsed(bench: Bench) -> None:
    for method in VOIDS:
        bench.answers(method, *(raw(body) for body in (b"", b"\r\n", b"OK", b"<x")))
        for _ in range(4):
            assert await call(bench, method) is None


async def test_a_web_page_is_no_confirmation(bench: Bench) -> None:
    for method in (*VOIDS, "SetDocumentToUploadAction"):
        bench.answers(method, WEB_PAGE)
        with pytest.raises(OutcomeUnknown):
            await call(bench, method)


async def test_the_number_without_a_meaning_may_be_missing(bench: Bench) -> None:
    for body in (b'<long xmlns=""http://www.idiligo.com/">1</long>', b"", b"<long/>"):
        bench.answers("SetDocumentToUploadAction", raw(body))
        assert await call(bench, "SetDocumentToUploadAction") is None


REFUSALS = {
    400: ErrorKind.VALIDATION,
    403: ErrorKind.PERMISSION,
    404: ErrorKind.NOT_FOUND,
    409: ErrorKind.VALIDATION,
    422: ErrorKind.VALIDATION,
    429: ErrorKind.PROVIDER,
}


@pytest.mark.parametrize("method", ["CreateCall", "SetContact", "GetAgentUrl"])
async def test_a_clear_no_is_one(bench: Bench, method: str) -> None:
    route = bench.answers(method, *(raw(b"canary-words", status) for status in REFUSALS))
    for place, kind in enumerate(REFUSALS.values()):
        with pytest.raises(Refused) as refused:
            await call(bench, method)
        assert (refused.value.kind, len(route.calls)) == (kind, place + 1)


@pytest.mark.parametrize("method", CALLS)
async def test_a_session_that_is_clearly_refused_is_renewed_once(bench: Bench, method: str) -> None:
    _, sent, answer, returned = CALLS[method]
    expired = raw(b"canary-words", 401)
    route = bench.answers(method, expired, answer, expired, expired)
    assert await call(bench, method) == returned
    assert forms(route) == [[TOKEN, *sent], [("token", "token-2+/="), *sent]]
    with pytest.raises(Refused) as refused:
        await call(bench, method)
    assert (refused.value.kind, len(route.calls)) == (ErrorKind.AUTH, 4)


async def test_a_refused_renewal_is_the_end_of_it(bench: Bench) -> None:
    await bench.client.session.token()
    bench.tokens.append(FAULT)
    route = bench.answers("CreateCall", raw(b"canary-words", 401))
    with pytest.raises(Refused) as refused:
        await call(bench, "CreateCall")
    assert (refused.value.kind, len(route.calls), len(bench.sign_ins)) == (ErrorKind.AUTH, 1, 2)


async def test_a_fault_is_not_repeated_and_the_next_request_begins_with_a_sign_in(bench: Bench) -> None:
    for method, (_, _, answer, _) in CALLS.items():
        bench.sign_ins.clear()
        bench.client.session.keep(Secret("token-0"))
        route = bench.answers(method, FAULT, answer)
        with pytest.raises(OutcomeUnknown) as failed:
            await call(bench, method)
        assert (failed.value.key, failed.value.code, len(route.calls)) == ("idiligo.error.fault", 500, 1)
        await call(bench, method)
        assert [name for name, _ in bench.sign_ins] == ["Login"]
        assert [form[0] for form in forms(route)] == [("token", "token-0"), TOKEN]


@pytest.mark.parametrize("hours", [22.9, 23.0])
async def test_a_token_is_renewed_after_23_hours(bench: Bench, hours: float) -> None:
    route = bench.answers("GetPublicCallId", *[xml("string", "p")] * 2)
    await call(bench, "GetPublicCallId")
    await bench.clock.advance(hours * 3600)
    await call(bench, "GetPublicCallId")
    assert len(bench.sign_ins) == (1 if hours < 23 else 2)
    assert len(route.calls) == 2


async def test_a_computer_that_slept_renews_too(bench: Bench) -> None:
    bench.answers("GetPublicCallId", *[xml("string", "p")] * 3)
    await call(bench, "GetPublicCallId")
    bench.clock.jump_wall(timedelta(hours=23))
    await call(bench, "GetPublicCallId")
    bench.clock.jump_wall(timedelta(hours=-50))  # somebody set the clock right
    await call(bench, "GetPublicCallId")
    assert len(bench.sign_ins) == 2


@pytest.mark.parametrize("method", [*READS, *CREATES, *VOIDS])
async def test_a_session_that_expired_on_the_way_is_renewed_for_questions_only(
    bench: Bench, method: str
) -> None:
    await bench.client.session.token()

    def expire(_request: httpx.Request) -> httpx.Response:
        bench.clock.jump_wall(timedelta(hours=23.5))  # the computer slept
        return FAULT

    answer = _first(expire, CALLS[method][2])
    route = bench.router.post(url__regex=f".*/{method}$").mock(side_effect=answer)
    if method in READS:
        await call(bench, method)
        assert [form[0][1] for form in forms(route)] == ["token-1+/=", "token-2+/="]
    else:
        with pytest.raises(OutcomeUnknown):
            await call(bench, method)
        assert len(route.calls) == 1


async def test_a_question_is_asked_a_second_time_at_most(bench: Bench) -> None:
    await bench.client.session.token()

    def fail(_request: httpx.Request) -> httpx.Response:
        bench.clock.jump_wall(timedelta(hours=23.5))
        return FAULT

    route = bench.router.post(url__regex=".*/GetAgentUrl$").mock(side_effect=fail)
    with pytest.raises(OutcomeUnknown):
        await call(bench, "GetAgentUrl")
    assert (len(route.calls), len(bench.sign_ins)) == (2, 2)


@pytest.mark.parametrize(("names", "values"), [([], []), (["a"], []), (["a", "b"], ["1"])])
async def test_pairs_that_are_none_are_not_sent(bench: Bench, names: list[str], values: list[str]) -> None:
    with pytest.raises(InputError):
        await bench.client.set_values(publicId="p", names=names, values=values)
    assert bench.sign_ins == []


async def test_attachments_are_read_as_documented(bench: Bench) -> None:
    items = (
        f"<AttachmentDTO><Id>{BIG}</Id><Description>a &amp; b.pdf</Description><Url>https://x/y</Url>"
        "<Preview/><Attach>true</Attach><Size>12 kB</Size><Date>2026-11-20</Date><SignUrl/>"
        "<SignStatus>2</SignStatus><New>1</New></AttachmentDTO>"
        "<AttachmentDTO><Id>2</Id><Attach>perhaps</Attach><SignStatus>x</SignStatus></AttachmentDTO>"
    )
    bench.answers("GetAttachments", xml("ArrayOfAttachmentDTO", items))
    assert await call(bench, "GetAttachments") == [
        Attachment(
            Id=BIG, Description="a & b.pdf", Url="https://x/y", Attach=True, Size="12 kB", Date="2026-11-20",
            SignStatus=2,
        ),
        Attachment(Id=2),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "items",
    ["<AttachmentDTO/>", "<AttachmentDTO><Id>x</Id></AttachmentDTO>", "<Other><Id>1</Id></Other>", "words"],
)
async def test_attachments_of_other_types_are_not_guessed_at(bench: Bench, items: str) -> None:
    bench.answers("GetAttachments", xml("ArrayOfAttachmentDTO", items))
    with pytest.raises(OutcomeUnknown):
        await call(bench, "GetAttachments")


async def test_an_empty_link_is_no_answer(bench: Bench) -> None:
    for method in ("GetAgentUrl", "GetPublicCallId"):
        bench.answers(method, xml("string", " "))
        with pytest.raises(OutcomeUnknown):
            await call(bench, method)


@pytest.mark.parametrize(
    ("base_url", "guest"),
    [
        ("https://app.idiligo.com/", "https://app.idiligo.com/client?id=p%2F1%20%2B%26"),
        ("https://app.idiligo.com/InsideService20.asmx/", "https://app.idiligo.com/client?id=p%2F1%20%2B%26"),
        ("http://127.0.0.1:8/x/insideservice20.ASMX", "http://127.0.0.1:8/x/client?id=p%2F1%20%2B%26"),
    ],
)
async def test_the_participants_link_is_built_beside_the_service(
    bench: Bench, base_url: str, guest: str
) -> None:
    http = bench.client._http  # noqa: SLF001  # the same way to another address
    client = IdiligoClient(http, bench.clock, base_url, bench.credentials)
    assert client.client_url("p/1 +&") == guest


async def test_no_error_tells_a_secret(bench: Bench, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    for answer in (FAULT, ERROR_PAGE, WEB_PAGE, httpx.ConnectError(PASSWORD), httpx.ReadError(PASSWORD)):
        bench.answers("GetAgentUrl", answer)
        with pytest.raises(ApiError) as failed:
            await call(bench, "GetAgentUrl")
        told = "".join(traceback.format_exception(failed.value)) + repr(vars(failed.value))
        assert [word for word in (PASSWORD, APIKEY, "token-", "canary") if word in told] == []
    assert [word for word in (PASSWORD, APIKEY, "token-1", str(BIG)) if word in caplog.text] == []
