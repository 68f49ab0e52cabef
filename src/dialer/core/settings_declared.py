"""The settings, each declared once, in the groups in which people find them.

The texts of a setting are ``settings.field.<key>.label``, ``….hint`` and ``….option.<value>``, that of a
group is ``settings.group.<name>``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from dialer.core.fields import CertificateFile, Choice, Hotkey, Integer, Phone, Proxy, Region, Text, Toggle
from dialer.core.home_region import NUMBER_FIELDS
from dialer.core.hook_fields import PopUpUrl, WebhookUrl
from dialer.core.list_fields import Lines, LongText, Regions
from dialer.core.strings import LANGUAGES
from dialer.core.update_fields import UpdateAddress, UpdateKeys

if TYPE_CHECKING:
    from dialer.core.fields import Field

OWNER = "settings"
"""Under which the texts of the settings are."""

PHONE_LINKS = "phone_links"
"""Whether the user wants tel:, callto: and sip: links to be opened with Dialer."""

NEIGHBOURS = ("BE", "DE", "FR", "GB", "LU", "NL")
"""The countries that Dialer is made for: their offices call each other all day, and nobody is asked twice."""

_MOST_CALLS_A_DAY = 1000
_MOST_DAYS = 3650


class Group(NamedTuple):
    """Settings that belong together.

    Attributes:
        name: its name, the same for life.
        fields: its settings, in the order in which they are shown.
    """

    name: str
    fields: tuple[Field, ...]


GROUPS = (
    Group(
        "phone",
        (
            Region(key="region", default="NL"),
            Phone(key="own_number", required=False),
            Lines(key="own_phones", required=False, personal=True),
            Toggle(key="hot_desk", default=False),
            Toggle(key="fall_back", default=True),
        ),
    ),
    Group(
        "starting",
        (
            Choice(key="link_does", options=("ask", "prefill"), default="ask"),
            Choice(key="selection_does", options=("ask", "prefill", "dial"), default="ask"),
            Choice(key="clipboard_does", options=("ask", "prefill", "dial"), default="ask"),
            Choice(key="undo_seconds", options=("0", "2", "5"), default="2"),
            Regions(key="abroad", required=False, default=list(NEIGHBOURS)),
            Integer(key="abroad_per_day", default=20, maximum=_MOST_CALLS_A_DAY),
        ),
    ),
    Group(
        "hotkeys",
        (
            Hotkey(key="hotkey_dial", required=False),
            Hotkey(key="hotkey_search", required=False),
            Hotkey(key="hotkey_hang_up", required=False),
        ),
    ),
    Group(
        "during",
        (
            Choice(key="call_window", options=("never", "away", "always"), default="never"),
            # An address may hold the key of a program of the company's.
            PopUpUrl(key="pop_up_url", required=False, personal=True),
            Choice(key="pop_up_when", options=("ringing", "connected", "ended"), default="connected"),
            WebhookUrl(key="webhook_url", required=False, personal=True),
        ),
    ),
    Group(
        "team",
        (
            Text(key="my_name", required=False, personal=True),
            LongText(key="slip_template", required=False, personal=True),
        ),
    ),
    Group("history", (Integer(key="history_days", default=0, maximum=_MOST_DAYS),)),
    Group(
        "desktop",
        (
            Toggle(key="tray", default=True),
            Toggle(key="start_at_login", default=False),
            Toggle(key="start_hidden", default=False),
            Choice(key="on_close", options=("quit", "hide"), default="quit"),
            Choice(key="notifications", options=("all", "calls", "none"), default="all"),
            Toggle(key="quiet", default=False),
        ),
    ),
    Group(
        "look",
        (
            Choice(key="language", options=("system", *LANGUAGES), default="system"),
            Choice(key="theme", options=("system", "light", "dark"), default="system"),
            Choice(key="text_size", options=("100", "125", "150", "175", "200"), default="100"),
            Choice(key="contrast", options=("system", "high", "normal"), default="system"),
            Choice(key="motion", options=("system", "reduced", "full"), default="system"),
        ),
    ),
    Group(
        "updates",
        (
            UpdateAddress(key="update_address", required=False, personal=True),
            UpdateKeys(key="update_key", required=False, personal=True),
        ),
    ),
    Group("network", (Proxy(key="proxy", required=False), CertificateFile(key="extra_ca", required=False))),
)
"""What people set, group by group."""

SETTINGS: tuple[Field, ...] = tuple(field for group in GROUPS for field in group.fields)
"""The same without the groups."""

_BESIDE: tuple[Field, ...] = (
    Toggle(key="welcomed", default=False),
    Toggle(key=PHONE_LINKS, default=False),
    Text(key="search_without", required=False),
    Text(key="hot_desk_asked", required=False),
    *NUMBER_FIELDS,
)

DECLARED: dict[str, Field] = {field.key: field for field in (*SETTINGS, *_BESIDE)}
"""Every setting by its key: also those that are no row of a list, but set where they act."""
