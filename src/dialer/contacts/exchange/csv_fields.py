"""What a column of a list of contacts can hold."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Field(StrEnum):
    """What the cells of a column are; the value is what ``--map`` calls it."""

    NAME = "name"
    GIVEN = "first_name"
    MIDDLE = "middle_name"
    PARTICLE = "name_prefix"
    FAMILY = "last_name"
    SALUTATION = "salutation"
    SUFFIX = "name_suffix"
    NICKNAME = "nickname"
    ORGANISATION = "organisation"
    DEPARTMENT = "department"
    TITLE = "title"
    NUMBER = "number"
    NUMBER_LABEL = "number_label"
    EMAIL = "email"
    NOTE = "note"
    REMARK = "remark"
    TAGS = "tags"
    FAVOURITE = "favourite"
    NEVER_PUT_THROUGH = "never_put_through"
    ASK_FOR = "ask_for"
    BEST_TIME = "best_time"
    STREET = "street"
    PO_BOX = "po_box"
    CITY = "city"
    REGION = "region"
    POSTCODE = "postcode"
    COUNTRY = "country"
    WEBSITE = "website"
    BIRTHDAY = "birthday"
    BIRTH_YEAR = "birth_year"
    BIRTH_MONTH = "birth_month"
    BIRTH_DAY = "birth_day"
    SOURCE = "source"
    OTHER = "other"
    UID = "uid"
    IGNORED = "ignore"
    UNKNOWN = ""


ADDRESS = (Field.PO_BOX, Field.STREET, Field.CITY, Field.REGION, Field.POSTCODE, Field.COUNTRY)
"""The parts of a postal address, in the order of RFC 6350 6.3.1 without its extended address."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """What one column holds.

    Attributes:
        header: what its first row says; empty where the file has no header.
        field: what its cells are.
        label: what its numbers are called, or which of somebody's addresses it is a part of.
        group: ties a number to the column that holds its label; 0 where there is none.
    """

    header: str = ""
    field: Field = Field.UNKNOWN
    label: str = ""
    group: int = 0
