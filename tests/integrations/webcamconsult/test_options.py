"""The option fields of an appointment."""

from __future__ import annotations

import pytest

from dialer.core.answers import Id
from dialer.core.fields import Choice, FieldError, Text
from dialer.integrations.webcamconsult.models import User
from dialer.integrations.webcamconsult.options import IdList, OpenChoice, ids, meeting_options, user_field

DOCTOR = User(id=Id("d"), full_name="Dr. Z", roles=["admin", "consultant"])
NURSE = User(id=Id("n"), initials="A", last_name="Aarts")


@pytest.mark.parametrize("written", ["x1,x2", " x1 , x2 ,", '["x1", "x2"]', ["x1", "x2"]])
def test_ids_are_written_in_several_ways(written: object) -> None:
    value = IdList(key="external_participant_ids").parse(written)
    assert (value, ids(value)) == ("x1, x2", ["x1", "x2"])


@pytest.mark.parametrize("written", ["[x1, x2]", '["x1", null]', "[[1]]"])
def test_what_are_no_ids(written: str) -> None:
    with pytest.raises(FieldError) as caught:
        IdList(key="external_participant_ids").parse(written)
    assert caught.value.key == "webcamconsult.error.not_ids"


def test_practitioners_come_first_and_the_accounts_user_is_chosen() -> None:
    field = user_field([NURSE, DOCTOR], "n")
    assert isinstance(field, Choice)
    assert (field.options, field.default) == (("d", "n"), "n")
    assert field.labels == {"d": "Dr. Z", "n": "A Aarts"}


def test_a_user_who_is_gone_is_not_chosen() -> None:
    field = user_field([NURSE, DOCTOR], "gone")
    assert (field.default, field.required) == (None, True)


def test_without_users_an_id_is_typed() -> None:
    user, division, external = meeting_options([User(last_name="without an id")], None, "d1")
    assert (type(user), user.required, division.default) == (Text, False, "d1")
    assert [field.key for field in (user, division, external)] == [
        "user_id", "division_id", "external_participant_ids"
    ]  # fmt: skip


def test_an_open_choice_takes_others_too() -> None:
    assert OpenChoice(key="division_id", options=("d1",)).parse(" d2 ") == "d2"
