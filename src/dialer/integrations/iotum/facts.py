"""What is known of an account's host, and kept with the account: so that nobody is asked for it each time."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Self

from dialer.integrations.iotum.models import Host

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dialer.integrations.iotum.models import HostSummary


@dataclass(frozen=True, kw_only=True)
class HostFacts:
    """What meetings need of their host.

    Attributes:
        host_name: how the platform calls it.
        time_zone: as the platform has it.
        dial_in: the number to take part by phone, as people write it.
        access_code: what is typed there, for meetings without a code of their own.
    """

    host_name: str = ""
    time_zone: str = ""
    dial_in: str = ""
    access_code: str = ""

    @classmethod
    def of(cls, host: Host | HostSummary) -> Self:
        """Take them from what the platform tells; its list of hosts tells less."""
        number = host.primary_dialin_number if isinstance(host, Host) else None
        return cls(
            host_name=host.name or "",
            time_zone=(host.time_zone or "") if isinstance(host, Host) else "",
            dial_in=(number.international_format or number.phone_number or "") if number else "",
            access_code=host.access_code or "",
        )

    @classmethod
    def kept(cls, data: Mapping[str, Any]) -> Self | None:
        """Take them from an account; None where it has none, because an organisation presets it."""
        if "host_name" not in data:
            return None
        return cls(**{key: str(data.get(key) or "") for key in cls.__dataclass_fields__})

    @property
    def data(self) -> dict[str, str]:
        """How they are kept."""
        return asdict(self)

    def names(self, subject: str | None) -> bool:
        """Whether a subject is the one that the platform gives a meeting that nobody named."""
        said, usual = (
            (text or "").replace("’", "'").casefold() for text in (subject, f"{self.host_name}'s Meeting")
        )
        return bool(self.host_name) and said == usual
