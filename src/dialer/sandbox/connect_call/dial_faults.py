"""Magic numbers for what goes wrong with the request that places a call, at log-in and at connect alike.

101, 102, 104 and 105 answer with that response code; 11x is the network, 12x and 13x HTTP, from 140 on the
answer itself is not as documented.
"""

from __future__ import annotations

from dialer.sandbox.connect_call.scenario import Command, Fault, Magic, Scenario, magic

_DIALS = (Command.LOGIN, Command.CONNECT)
_UNKNOWN = "We do not know whether the call was started; nothing is repeated."
_REFUSED = "The provider refused; nothing rang."


def _dial(
    digits: str, twist: str, description: str, expect: str = _UNKNOWN, *, effect: bool = True, name: str = ""
) -> Magic:
    """Return a number whose call is placed (effect) or not, and whose answer is twisted."""
    fault = Fault(commands=_DIALS, twist=twist, effect=effect)
    reason = "unknown" if expect is _UNKNOWN else ""
    return magic(digits, name or f"dial-{twist}", description, expect, reason, Scenario(faults=(fault,)))


def _body(digits: str, twist: str, what: str, expect: str = _UNKNOWN) -> Magic:
    return _dial(digits, twist, f"The call is placed, but the answer {what}.", expect)


def _guid(digits: str, twist: str, what: str) -> Magic:
    """Return a number whose log-in hands out a session id that cannot be used."""
    return magic(
        digits,
        f"dial-{twist}",
        f"The call is placed, but the session id {what}.",
        f"{_UNKNOWN} The session id goes into no later request.",
        "unknown",
        Scenario(faults=(Fault(commands=(Command.LOGIN,), twist=twist),)),
    )


_ORDINARY = "An ordinary call."
_LATE = "Waiting, with the seconds counted; then an ordinary call."

DIAL_FAULTS = (
    _dial("101", "code-101", "Code 101, Failed, and no call.", _REFUSED, effect=False),
    _dial("102", "code-102", "Code 102, AutorizationFailed.", "Sign in again.", effect=False),
    _dial("104", "code-104", "Code 104, WrongParameters.", _REFUSED, effect=False),
    _dial("105", "code-105", "Code 105, NoChanges, as the answer to a call.", effect=False),
    # The network.
    _dial("110", "silent", "The call is placed, and no answer ever comes."),
    _dial(
        "111",
        "silent",
        "No call is placed, and no answer ever comes.",
        effect=False,
        name="dial-never-answers",
    ),
    _dial("112", "close", "The call is placed; the connection is closed without an answer."),
    _dial(
        "113",
        "close",
        "The connection is closed before anything was done.",
        effect=False,
        name="dial-close-before",
    ),
    _dial("114", "reset", "The call is placed; the connection is reset."),
    _dial("115", "reset", "The connection is reset first.", effect=False, name="dial-reset-before"),
    _dial("116", "reset-in-body", "The call is placed; the connection is reset within the answer."),
    _dial("117", "silent-in-body", "The call is placed; the answer stops in the middle, for ever."),
    _dial("118", "slow-30", "The answer takes 30 s.", _LATE),
    _dial("119", "drip", "The answer comes letter by letter, for some 20 s.", _LATE),
    # HTTP.
    _dial("120", "http-500", "Status 500 without a body; nothing was placed.", effect=False),
    _dial("121", "http-500", "Status 500 after the call was placed.", name="dial-http-500-placed"),
    _dial("122", "html-500", "An ASP.NET error page with status 500, after the call was placed."),
    _dial("123", "html-502", "A proxy's page with status 502, after the call was placed."),
    _dial("124", "html-503", "A proxy's page with status 503 and Retry-After, after the call was placed."),
    _dial("125", "html-504", "A proxy's page with status 504, after the call was placed."),
    _dial("126", "redirect", "A redirect to an error page, after the call was placed."),
    _dial("127", "http-408", "Status 408, after the call was placed."),
    _dial("128", "html-200", "A guest network's sign-in page with status 200.", effect=False),
    _dial("129", "xhtml-200", "An error page that is good XML, with status 200, after the call was placed."),
    _dial("130", "http-400", "Status 400.", _REFUSED, effect=False),
    _dial("131", "http-401", "Status 401.", "Sign in again.", effect=False),
    _dial("133", "http-403", "Status 403.", _REFUSED, effect=False),
    _dial("134", "http-404", "Status 404.", "Nothing rang; check the address of the account.", effect=False),
    _dial("135", "http-405", "Status 405.", _REFUSED, effect=False),
    _dial("136", "http-429", "Status 429.", _REFUSED, effect=False),
    # The document.
    _body("140", "cut-with-length", "breaks off before its announced length"),
    _body("141", "cut-without-length", "breaks off, and no length was announced"),
    _body("142", "cut-after-code", "ends after the code"),
    _body("143", "empty", "is empty"),
    _body("144", "plain-text", "is the text 103"),
    _body("145", "utf-8-bom", "begins with a byte order mark", _ORDINARY),
    _body("146", "leading-newline", "begins with an empty line", _ORDINARY),
    _body("147", "latin-1", "is in Latin-1 and says so", _ORDINARY),
    _body("148", "utf-16", "is in UTF-16 and says so", "An ordinary call, or an unknown outcome."),
    _body("149", "utf-16-untrue", "says UTF-16 and is not"),
    _body("150", "latin-1-undeclared", "is in Latin-1 and does not say so"),
    _body("151", "unknown-charset", "is in an encoding that does not exist"),
    _body("152", "two-roots", "has a second document after the first"),
    _body("153", "junk-after", "is followed by a piece of a web page"),
    _body("154", "nul-byte", "has a NUL byte in it"),
    _body("155", "entity-bomb", "unfolds to 20 MB of entities"),
    _body("156", "gzip-bomb", "is packed and unpacks to 64 MB"),
    _body("157", "flood", "is 8 MB long"),
    _body("160", "unknown-code", "has the code 199"),
    _body("161", "negative-code", "has the code -1"),
    _body("162", "exponent-code", "has the code 1.03e2"),
    _body("163", "empty-code", "has an empty code"),
    _body("164", "no-code", "has no code"),
    _body("165", "two-codes", "has two codes"),
    _body("166", "padded-code", "has spaces around the code", "An ordinary call, or an unknown outcome."),
    # The session id.
    _guid("170", "no-guid", "is missing"),
    _guid("171", "guid-empty", "is empty"),
    _guid("172", "guid-spaces", "has a space in it"),
    _guid("173", "guid-markup", "has markup in it"),
    _guid("174", "guid-path", "has a path and parameters in it"),
    _guid("175", "guid-newline", "has a line break and a header in it"),
    _guid("176", "guid-long", "is 10 KB long"),
    magic(
        "177",
        "dial-same-guid",
        "Each log-in with this number gets the same session id.",
        _ORDINARY,
        "",
        Scenario(guid="5ae2a5rw47w"),
    ),
)
