"""The dial gate: one press, at most one dial, and nothing dangerous without a deliberate second step."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from dialer.calls.machine import NOT_FOLLOWED
from dialer.calls.provider import TelephonyFeature, callers, telephony
from dialer.contacts.numbers.dialling import MAY_STILL_RUN, PREMIUM, ConfirmNeeded
from dialer.core.capabilities import key_of
from dialer.core.entry import EntryState
from dialer.core.entry_words import held_up
from dialer.core.errors import ApiError, EntryAuthFailed, ErrorKind, InputError, NotSent, Refused, SafetyError
from dialer.core.fields import FieldError, Phone

if TYPE_CHECKING:
    from datetime import datetime

    from dialer.calls.model import Call
    from dialer.calls.provider import TelephonyProvider
    from dialer.contacts.numbers.reading import Candidate
    from dialer.core.clock import Clock
    from dialer.core.entry import ConfigEntry
    from dialer.core.errors import DialerError
    from dialer.core.hub import Hub

REPEAT_WINDOW = 5.0
"""Seconds in which a second press for the same number on the same account is taken for the first."""

DOUBT_WINDOW = timedelta(minutes=3)
"""How long after a call of unknown outcome the next one asks first (SAFETY R8)."""

END_CURRENT = "end_current"


@dataclass(frozen=True, kw_only=True)
class DialRequest:
    """One press of Call.

    Attributes:
        number: the number, as typed or from a contact.
        entry_id: the account to call with; None means the first one that is ready.
        source: the user's own number to ring; None means the account's first.
        both_at_once: ring both legs at once; None means what the account is set to.
        confirmed: the second steps that the user has taken.
        private: the record does not keep whom the call was made to.
    """

    number: str
    contact_id: str | None = None
    name: str | None = None
    entry_id: str | None = None
    source: str | None = None
    both_at_once: bool | None = None
    confirmed: frozenset[str] = field(default_factory=frozenset)
    private: bool = False


class PressDropped(SafetyError):
    """A second press for a call that is being started: nothing is done, and the window says nothing."""

    def __init__(self) -> None:
        """Name the sentence that the command line prints."""
        super().__init__("calls.safety.pressed_twice")


class DialGate:
    """Lets one press through at a time."""

    def __init__(self, clock: Clock) -> None:
        """Start open."""
        self._clock = clock
        self._dialling = False
        self._last: tuple[str, str] | None = None
        self._last_at = 0.0

    @property
    def dialling(self) -> bool:
        """Whether a press is on its way to the provider."""
        return self._dialling

    def enter(self) -> None:
        """Let a press in. This must come before the press's first ``await``.

        Raises:
            PressDropped: another press is on its way.
        """
        if self._dialling:
            raise PressDropped
        self._dialling = True

    def leave(self) -> None:
        """Open again: the provider has answered the press, or nothing was sent for it."""
        self._dialling = False

    def refuse_repeat(self, number: str, entry_id: str) -> None:
        """Refuse a press for the number and account of the press just before it.

        Raises:
            PressDropped: it is one, as a bouncing key or a click beside Enter makes it.
        """
        now = self._clock.monotonic()
        if self._last == (number, entry_id) and now - self._last_at < REPEAT_WINDOW:
            raise PressDropped
        self._last, self._last_at = (number, entry_id), now

    def forget_last(self) -> None:
        """Let the same number through again at once: the user has hung up, so a new press is meant."""
        self._last = None


def check_source(source: str | None) -> None:
    """Refuse an own number that cannot be one; whether the provider knows it is the provider's to say.

    Raises:
        InputError: it is none.
    """
    try:
        Phone(key="source", required=False).parse(source)
    except FieldError as error:
        raise InputError(error.key) from None


def check_features(request: DialRequest, features: TelephonyFeature) -> None:
    """Refuse a wish that the account's provider does not carry out: the call would be another than was meant.

    Raises:
        InputError: it names what cannot be done.
    """
    wishes = {
        TelephonyFeature.CHOOSE_SOURCE: request.source is not None,
        TelephonyFeature.BOTH_AT_ONCE: bool(request.both_at_once),
    }
    for feature, wished in wishes.items():
        if wished and feature not in features:
            raise InputError(f"{key_of(feature)}.missing")


def find_account(hub: Hub, entry_id: str | None) -> tuple[ConfigEntry, TelephonyProvider]:
    """Return the account to call with; None means the first one that is ready.

    Raises:
        InputError: there is none, or it is switched off.
        Refused: its sign-in was refused before; nothing is sent.
        NotSent: it is not ready, and why.
    """
    for entry, provider in telephony(hub):
        if entry_id in {None, entry.id}:
            return entry, provider
    wanted = [entry for entry in callers(hub) if entry_id in {None, entry.id}]
    if not wanted:
        raise InputError("calls.error.no_account")
    reasons = [_not_ready(hub, entry) for entry in wanted]
    raise next((each for each in reasons if isinstance(each, ApiError)), reasons[0])


def _not_ready(hub: Hub, entry: ConfigEntry) -> DialerError:
    """Return why an account cannot be called with now."""
    if entry.state is EntryState.AUTH_NEEDED:
        why = entry.error or EntryAuthFailed("core.entry.auth_refused")
        return Refused("calls.error.account_not_ready", ErrorKind.AUTH, account=entry.title, why=why)
    if entry.disabled:
        return InputError("calls.error.account_off", account=entry.title)
    if (reason := entry.error or held_up(hub, entry)) is not None:
        return NotSent("calls.error.account_not_ready", account=entry.title, why=reason)
    return NotSent("calls.error.account_starting", account=entry.title)


def check_steps(
    request: DialRequest, candidate: Candidate, *, current: Call | None, last: Call | None, now: datetime
) -> None:
    """Ask for the second steps that this press needs.

    Raises:
        ConfirmNeeded: the first one that the user has not taken.
    """
    needed: dict[str, dict[str, object]] = {}
    if candidate.confirm:
        needed[PREMIUM] = {"number": candidate.international or candidate.raw}
    if current is not None and current.live:
        needed[END_CURRENT] = {"who": current.name or current.number}
    if last is not None and _in_doubt(last, now):
        needed[MAY_STILL_RUN] = {}
    for what, placeholders in needed.items():
        if what not in request.confirmed:
            raise ConfirmNeeded(what, **placeholders)


def _in_doubt(last: Call, now: datetime) -> bool:
    if last.reason is None or not last.reason.in_doubt or last.ended_at is None:
        return False
    if last.error_key == NOT_FOLLOWED:  # all calls of such a provider end so: asking each time tells nothing
        return False
    return abs(now - last.ended_at) < DOUBT_WINDOW
