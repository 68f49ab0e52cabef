"""One authenticated request, and the table of operations that answer them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dialer.sandbox.iotum.problem import absent, forbidden, missing
from dialer.sandbox.iotum.world import Company, Host, Role, found

if TYPE_CHECKING:
    from collections.abc import Callable

    from dialer.sandbox.iotum.clock import Clock
    from dialer.sandbox.iotum.meeting import Meeting
    from dialer.sandbox.iotum.params import Params
    from dialer.sandbox.iotum.world import World

RESELLER = (Role.RESELLER_ADMIN,)
# Also where the documents name no role: none of theirs is ever a plain host.
ADMINS = (Role.RESELLER_ADMIN, Role.COMPANY_ADMIN)


@dataclass(frozen=True, kw_only=True)
class Call:
    """One request of somebody who is signed in.

    Attributes:
        caller: the account to which the API token belongs.
        root: the address of the simulated server as the client wrote it, without a slash at its end.
    """

    params: Params
    caller: Host
    world: World
    clock: Clock
    root: str

    def company(self) -> Company:
        """Return the company that is asked about; a company's admin has only one."""
        if self.caller.role is Role.COMPANY_ADMIN:
            return self.caller.company
        if self.params.get("company_id") is None:
            raise missing("company_id")
        company = found(self.world.companies, self.params.id("company_id"), "Company")
        self._reach(company)
        return company

    def host(self) -> Host:
        """Return the host that is asked about."""
        return self.host_of(self.params.id("host_id"))

    def host_of(self, host_id: int) -> Host:
        """Return a host by id, if it is within the caller's scope."""
        host = found(self.world.hosts, host_id, "Host")
        self._reach(host.company)
        return host

    def owner(self) -> Host | Company:
        """Return the host, or else the company, whose contacts are asked about."""
        return self.host() if self.params.get("host_id") is not None else self.company()

    def meeting(self) -> Meeting:
        """Return the meeting that is asked about, its state brought up to now."""
        meeting = found(self.world.meetings, self.params.id("conference_id"), "Conference")
        self._reach(meeting.host.company)
        meeting.settle(self.clock)
        return meeting

    def live_meeting(self) -> Meeting:
        """Return the meeting that is to be changed, which a cancelled one cannot be."""
        meeting = self.meeting()
        if meeting.cancelled:
            raise absent("Conference")
        return meeting

    def _reach(self, company: Company) -> None:
        """Insist that a company is within the caller's scope."""
        own = self.caller.company
        if company is own:
            return
        if self.caller.role is not Role.RESELLER_ADMIN or company.reseller != own.reseller:
            raise forbidden()


@dataclass(frozen=True)
class Operation:
    """How one operation is asked for.

    Attributes:
        run: what answers; it returns what goes into the answer as JSON, or a whole reply.
        required: parameters without which it is refused; ``a|b`` is one of the two, ``a?`` may be null.
        roles: who may use it.
        method: the verb that the document names.
    """

    run: Callable[[Call], object]
    required: tuple[str, ...] = ()
    roles: tuple[Role, ...] = ADMINS
    method: str = "POST"
