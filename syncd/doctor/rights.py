"""Whether the keys of the config open what they should and nothing else: each is tried on a mailbox that the config does not list."""

from __future__ import annotations

from collections.abc import Iterator

from connectors import registry
from syncd.doctor.case import Case, Door, Finding, sources_named
from syncd.errors import SyncdError

_MOST = 5  # of the staff that are tried where no --try says whom


def sign_in(case: Case) -> Iterator[Finding]:
    """Why a key does not open a mailbox that the config names."""
    for door, error in case.shut.items():
        cause = door.rights.cause(error)
        yield Finding(code=cause.code, where=door.where, text=cause.text, remedy=cause.remedy)
    for name, error in case.broken.items():
        yield Finding(code="sign-in", where=sources_named([name]), text=str(error), remedy="do what it says, then call syncd check")


def unlisted_mailboxes(case: Case) -> Iterator[Finding]:
    """Whether a key that could open every mailbox, or opens several, opens one that the config does not list."""
    for door in case.doors:
        if not (door.rights.several or len(door.listed) > 1) or door in case.shut:
            continue
        what = f"{door.rights.who} opens" + (f" the {door.rights.service} of" if door.rights.service else "")
        asked = _strangers(case, door)
        answers = {mailbox: _opens(door, mailbox) for mailbox in asked}
        if opened := [mailbox for mailbox, answer in answers.items() if answer]:
            text = f"{what} {', '.join(opened)}, which the config does not list: whoever has the key reads every such mailbox"
            yield Finding(code="unlisted-mailbox-opens", where=door.where, text=text, remedy=door.rights.narrow)
        elif False not in answers.values():
            tried = f"there is no mailbox of {', '.join(asked)} there" if asked else "every mailbox of the staff is listed"
            text = f"whether {what} mailboxes that the config does not list was not found out: {tried}"
            yield Finding(code="unlisted-mailbox-untried", where=door.where, text=text, remedy="name one: syncd doctor --try ADDRESS")


def more_than_needed(case: Case) -> Iterator[Finding]:
    """What keys may do that no source of theirs needs, as far as the provider tells."""
    found: dict[tuple[str, ...], list[Door]] = {}
    for door in case.doors:
        found.setdefault(door.rights.identity, []).append(door)
    for doors in found.values():
        sources = [key.source for door in doors for key in door.keys]
        needed = frozenset(one for source in sources if source.settings for one in registry.scopes(source.connector, source.settings, reminders=source.reminders))
        try:
            beyond = () if doors[0] in case.shut else doors[0].rights.beyond(needed)
        except SyncdError as error:
            yield Finding(code="sign-in", where=doors[0].where, text=str(error), remedy="do what it says, then call syncd check")
            continue
        if beyond:
            text = f"{doors[0].rights.who} may do more than these sources need: {', '.join(beyond)}"
            yield Finding(code="rights-beyond-need", where=sources_named(source.name for source in sources), text=text, remedy=doors[0].rights.drop)


def _strangers(case: Case, door: Door) -> list[str]:
    """Whom to try: those named, else some of the staff, of whom neither this nor another address is listed."""
    known = {case.config.person(address).address for address in door.listed} | door.listed
    staff = [person.address for person in sorted(case.config.people, key=lambda one: one.left is not None)]
    wanted = case.tries or staff
    found = [address for address in dict.fromkeys(wanted) if case.config.person(address).address not in known]
    return found if case.tries else found[:_MOST]


def _opens(door: Door, mailbox: str) -> bool | None:
    """None where nothing is told by it."""
    try:
        door.rights.open(mailbox)
    except door.rights.nobody:
        return None
    except door.rights.refused:
        return False
    except SyncdError:  # throttled or cut off in between: not found out
        return None
    return True
