"""Who has to act: whom a promise or hand-off names, who stands in for one who has left, whose manager is who.

Refuses to guess: a name that may mean two colleagues means nobody.
"""

from __future__ import annotations

from syncd.core.model import Company, Department, Staff
from syncd.core.roles import named_by
from syncd.core.shared import dispatcher_of, mailbox_of

_STEPS = 5  # from one who has left to who stands in, who may have left too


def meant_by(assignee: str, company: Company) -> str:
    """The colleague an assignee (address, name, role) means: a department's mailbox is its dispatcher's; '' in doubt."""
    mailbox = mailbox_of(assignee, company)
    if mailbox and (dispatcher := dispatcher_of(mailbox, company)):
        return dispatcher
    if "@" not in assignee:
        return named_by(assignee, company)
    is_person = company.is_ours(assignee) and (mailbox is None or standing_in(assignee, company) != mailbox.address)
    return assignee if is_person else ""


def colleague_called(assignee: str, staff: tuple[Staff, ...]) -> str:
    """The one colleague an assignee means by name; what was said where it is an address, a role, or the name of several."""
    return assignee if "@" in assignee else named_by(assignee, Company(staff=staff)) or assignee


def standing_in(address: str, company: Company) -> str:
    """The colleague behind an address; for one who has left, the deputy or the manager."""
    for _ in range(_STEPS):
        member = _member(address, company)
        if member is None:
            return address
        if member.left is None:
            return member.address
        successor = member.deputy or member.manager
        if not successor:
            return member.address
        address = successor
    return address


def manager_of(address: str, company: Company) -> str:
    """The manager of the colleague, or who stands in for one who has left; '' where there is none but the colleague."""
    member = _member(address, company)
    manager = standing_in(member.manager, company) if member and member.manager else ""
    return "" if manager == address else manager


def department_of(address: str, company: Company) -> Department | None:
    """The department a colleague is listed in, or is the dispatcher of."""
    member = _member(address, company)
    listed = next((d for d in company.departments if member and member.department == d.name), None)
    return listed or next((d for d in company.departments if d.dispatcher == address), None)


def _member(address: str, company: Company) -> Staff | None:
    return next((s for s in company.staff if address == s.address or address in s.aliases), None)
