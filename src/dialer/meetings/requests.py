"""What people ask for, and the order that comes of it; and the gate that lets each press through once."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, timedelta
from typing import TYPE_CHECKING

from dialer.core.errors import EntryError, InputError, SafetyError
from dialer.core.faults import blame
from dialer.core.fields import FieldError
from dialer.meetings.asking import note_bug
from dialer.meetings.provider import MeetingFeature, MeetingOrder, MeetingPerson

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from dialer.contacts.model import Contact
    from dialer.core.clock import Clock
    from dialer.core.fields import Field
    from dialer.core.strings import Strings
    from dialer.meetings.model import Meeting
    from dialer.meetings.provider import MeetingProvider

REPEAT_WINDOW = 5.0
"""Seconds in which a second press for the same meeting is taken for the first."""

LONGEST_MINUTES = 24 * 60


class PressDropped(SafetyError):
    """A second press for what is being done: nothing is done for it, and the window says nothing."""

    def __init__(self) -> None:
        """Name the sentence that the command line prints."""
        super().__init__("meetings.safety.pressed_twice")


class OptionErrors(InputError):
    """Values that do not fit the provider's own option fields.

    Attributes:
        errors: the key of the sentence for each option's key.
        fields: what each of these options would have taken.
    """

    def __init__(self, errors: Mapping[str, str], fields: Mapping[str, Field]) -> None:
        """Take the sentence's key and the field for each option's key."""
        super().__init__("meetings.error.options", options=", ".join(errors))
        self.errors = dict(errors)
        self.fields = {key: fields[key] for key in errors}


@dataclass(frozen=True, kw_only=True)
class MeetingRequest:
    """One press of Create meeting.

    Attributes:
        entry_id: the account to meet with.
        subject: empty for a plain one.
        start: when it begins, with an offset; None means now.
        minutes: how long it is planned to last; None for the provider's usual.
        options: values of the provider's own option fields, as typed.
    """

    entry_id: str
    subject: str = ""
    start: datetime | None = None
    minutes: int | None = None
    people: tuple[MeetingPerson, ...] = ()
    options: Mapping[str, object] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, kw_only=True)
class MeetingEdit:
    """What is to be different about a meeting; None leaves it as it is."""

    subject: str | None = None
    start: datetime | None = None
    minutes: int | None = None
    people: tuple[MeetingPerson, ...] | None = None
    options: Mapping[str, object] = field(default_factory=dict, repr=False)

    @property
    def changed(self) -> frozenset[str]:
        """The names of what is to be different."""
        named = ("subject", "start", "minutes", "people")
        names = {name for name in named if getattr(self, name) is not None}
        return frozenset(names | ({"options"} if self.options else set()))


class PressGate:
    """Drops the second of two presses for the same meeting."""

    def __init__(self, clock: Clock) -> None:
        """Start open."""
        self._clock = clock
        self._under_way: set[str] = set()
        self._done: dict[str, float] = {}

    def enter(self, press: str) -> None:
        """Let a press in. This must come before the press's first ``await``.

        Raises:
            PressDropped: the same press is being carried out, or was just now.
        """
        now = self._clock.monotonic()
        self._done = {key: at for key, at in self._done.items() if now - at < REPEAT_WINDOW}
        if press in self._under_way or press in self._done:
            raise PressDropped
        self._under_way.add(press)

    def leave(self, press: str, *, done: bool) -> None:
        """Remember that a press is over; one that came to nothing may be repeated at once."""
        self._under_way.discard(press)
        if done:
            self._done[press] = self._clock.monotonic()


def person(contact: Contact) -> MeetingPerson:
    """Return a contact as somebody to meet."""
    numbers = [number.e164 for number in contact.numbers if number.e164]
    return MeetingPerson(
        name=contact.name,
        email=contact.emails[0] if contact.emails else "",
        number=numbers[0] if numbers else "",
        contact_id=contact.id,
        source=contact.source,
        uid=contact.uid,
        private=contact.private,
    )


def local_time(typed: datetime) -> datetime:
    """Return a time of this computer's, as people type it, with its offset.

    Raises:
        ValueError: the clocks go forward over it, so there is no such time.
    """
    moment = typed.astimezone()
    if moment.astimezone(UTC).astimezone().replace(tzinfo=None) != typed:
        raise ValueError
    return moment


def order_for(
    request: MeetingRequest, provider: MeetingProvider, attempt_id: str, now: datetime, strings: Strings
) -> MeetingOrder:
    """Return the order for a press, which its provider has not checked.

    Raises:
        InputError: it cannot be carried out as it is.
    """
    if provider.nobody and not request.people:
        raise InputError(provider.nobody)
    minutes = _minutes(provider.default_minutes if request.minutes is None else request.minutes)
    _check_time(request.start, minutes, provider, now)
    return MeetingOrder(
        attempt_id=attempt_id,
        subject=request.subject.strip() or _plain_subject(request.people, provider, strings),
        start=request.start,
        minutes=minutes,
        people=request.people,
        options=read_options(provider, request.options),
    )


def check(domain: str, provider: MeetingProvider, order: MeetingOrder) -> None:
    """Let a provider refuse an order before anything is sent.

    Raises:
        InputError: it cannot be carried out.
        EntryError: the integration has a bug.
    """
    try:
        provider.check(order)
    except InputError:
        raise
    except Exception as bug:  # noqa: BLE001  # the edge of an integration: nothing is sent
        note_bug(domain, "checking an order", bug)
        raise EntryError("meetings.error.bug_check", why=blame(domain)) from None


def order_after(
    meeting: Meeting, edit: MeetingEdit, provider: MeetingProvider, now: datetime
) -> MeetingOrder:
    """Return a meeting as it shall be.

    Raises:
        InputError: it cannot be changed so.
        EntryError: the integration has a bug.
    """
    order = MeetingOrder(
        attempt_id=meeting.id,
        subject=meeting.subject if edit.subject is None else edit.subject.strip(),
        start=edit.start or meeting.start,
        minutes=_minutes(meeting.minutes if edit.minutes is None else edit.minutes),
        people=meeting.people if edit.people is None else edit.people,
        options=_options_after(meeting, edit, provider),
    )
    if not order.subject and not provider.private:  # of a private one, none is kept
        raise InputError("meetings.error.no_subject")
    if edit.start is not None:
        _check_time(edit.start, order.minutes, provider, now)
    if MeetingFeature.CHANGE in provider.features:
        check(meeting.domain, provider, order)
    elif MeetingFeature.ANY_TIME not in provider.features or not edit.changed <= provider.ours:
        raise InputError("meetings.error.cannot_change", account=meeting.account)
    return order


def _options_after(meeting: Meeting, edit: MeetingEdit, provider: MeetingProvider) -> dict[str, object]:
    """Return all options as they shall be: those that are known, with those that are given now."""
    given = read_options(provider, edit.options, all_of_them=False)
    declared = {field.key for field in provider.options}
    families = {field.key for field in provider.open_options}
    known = {
        key: value
        for key, value in (meeting.options or {}).items()
        # One that is emptied has no value any more; an add-on's new version may not have the option.
        if key not in edit.options and (key in declared or key.partition(".")[0] in families)
    }
    return {**known, **given}


def order_of(meeting: Meeting) -> MeetingOrder:
    """Return the order that a row was written for, as far as the row tells."""
    return MeetingOrder(
        attempt_id=meeting.id,
        subject=meeting.subject,
        start=None if meeting.immediate else meeting.start,
        minutes=meeting.minutes,
        people=meeting.people,
    )


def read_options(
    provider: MeetingProvider, raw: Mapping[str, object], *, all_of_them: bool = True
) -> dict[str, object]:
    """Return the values of a provider's own options, read by their fields.

    Args:
        provider: whose options they are.
        raw: what was typed, by the options' keys.
        all_of_them: whether an option that was not given has its default.

    Raises:
        InputError: there is no such option.
        OptionErrors: values do not fit.
    """
    fields = {field.key: field for field in provider.options}
    wanted = {key: field for key, field in fields.items() if all_of_them or key in raw}
    open_fields = {field.key: field for field in provider.open_options}
    for key in raw:
        family, dot, name = key.partition(".")
        if dot and name and family in open_fields:
            # For a change, one that is emptied is removed.
            wanted[key] = replace(open_fields[family], required=all_of_them)
        elif key not in fields:
            known = [*fields, *(f"{key}.NAME" for key in open_fields)]
            raise InputError("meetings.error.no_option", option=key, options=", ".join(known) or "–")
    values, errors = {}, {}
    for key, field_ in wanted.items():
        try:
            value = field_.parse(raw.get(key))
        except FieldError as error:
            errors[key] = error.key
        else:
            if value is not None:
                values[key] = value
    if errors:
        raise OptionErrors(errors, wanted)
    return values


def _minutes(minutes: int) -> int:
    if not 0 < minutes <= LONGEST_MINUTES:
        raise InputError("meetings.error.minutes", most=LONGEST_MINUTES)
    return minutes


def _check_time(start: datetime | None, minutes: int, provider: MeetingProvider, now: datetime) -> None:
    if start is None:
        return
    if not provider.features & (MeetingFeature.SCHEDULE | MeetingFeature.ANY_TIME):
        raise InputError("meetings.error.only_now")
    if start + timedelta(minutes=minutes) <= now:
        raise InputError("meetings.error.over")


def _plain_subject(people: tuple[MeetingPerson, ...], provider: MeetingProvider, strings: Strings) -> str:
    if not people or provider.private or any(person.private for person in people):
        return strings.text("meetings.subject.plain")
    return strings.text("meetings.subject.with", who=", ".join(person.name for person in people))
