"""From the config as written to the config as used, with the checks that need more than one value.

People are named by their address or an alias; after this every name is the canonical address.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from syncd.config import schema, values, words
from syncd.config.decode import Problems
from syncd.config.lines import Where
from syncd.config.sources import MAIL, Found, resolve
from syncd.core.model import Company, Department, Hours, Staff
from syncd.durations import Duration, parse_days, parse_duration, parse_size


class People:
    """Who the config lists, by every address they have."""

    def __init__(self, file: schema.File, problems: Problems) -> None:
        self._problems = problems
        self._by_address: dict[str, str] = {}
        self.listed = [(place, person) for place, person in enumerate(file.staff) if person]
        self._ours = Company(
            domains=frozenset(map(words.canonical, file.company.domains)), addresses=frozenset(map(words.canonical, file.company.addresses))
        )
        emails: set[str] = set()
        for place, person in self.listed:
            email = words.canonical(person.email)
            self._add(person.email, email, ("staff", place, "email"), again=email in emails)
            emails.add(email)
            for alias in person.aliases:
                self._add(alias, email, ("staff", place, "aliases"))

    def _add(self, address: str, email: str, where: Where, *, again: bool = False) -> None:
        if self._by_address.setdefault(words.canonical(address), email) != email or again:
            self._problems.add(where, f'"{address}" belongs to another [[staff]] already')

    def find(self, written: str, where: Where) -> str:
        """The canonical address of one of ours, listed or in one of our domains; anybody else is a problem.

        One of our domains without a [[staff]] is doubtful where others have theirs: it may be a slip of the pen.
        """
        address = words.canonical(written)
        if not written or address in self._by_address:
            return self._by_address.get(address, "")
        if not words.an_address(written) and self._ours.is_ours(address):
            if self._by_address:
                self._problems.doubt(where, f'"{written}" has no [[staff]]{words.likely_address(address, self._by_address)}')
            return address
        if not self._problems.at(("company", "domains"), ("company", "addresses")):
            self._problems.add(where, f'"{written}" is not in [[staff]]{words.likely_address(address, self._by_address)}')
        return ""

    def member(self, written: str, where: Where) -> str:
        """The canonical address of somebody listed: who answers from a shared mailbox is known by the name in [[staff]]."""
        address = self._by_address.get(words.canonical(written), "")
        if not address and not self._problems.at(("company", "domains"), ("company", "addresses")):
            self._problems.add(where, f'"{written}" is not in [[staff]]{words.likely_address(words.canonical(written), self._by_address)}')
        return address


def company(file: schema.File, people: People, problems: Problems) -> Company:
    """The company with its people and departments."""
    written = file.company
    if not written.domains and not written.addresses and not problems.at(("company",)):
        problems.add(("company",), 'nobody would be one of yours: give "domains" or "addresses"')
    listed = [(place, department) for place, department in enumerate(file.department) if department]
    names = [department.name for _, department in listed]
    for position, (place, department) in enumerate(listed):
        if department.name in names[:position]:
            problems.add(("department", place, "name"), f'"{department.name}" is there twice')
    return Company(
        name=written.name,
        domains=frozenset(map(words.canonical, written.domains)),
        addresses=frozenset(map(words.canonical, (*written.addresses, *(a for _, p in people.listed for a in (p.email, *p.aliases) if "@" in a)))),
        staff=tuple(_staff(place, person, people, names, problems) for place, person in people.listed),
        departments=tuple(_department(place, department, people) for place, department in listed),
        timezone=written.timezone,
        language=written.language,
        country=written.country,
        currency=written.currency,
    )


def _staff(place: int, person: schema.Staff, people: People, departments: list[str], problems: Problems) -> Staff:
    if person.department and person.department not in departments:
        hint = words.likely(person.department, departments)
        tell = problems.add if hint else problems.doubt  # without a table it is only a label: no dispatcher, no standard terms
        tell(("staff", place, "department"), f'there is no [[department]] "{person.department}"{hint}')
    own = words.canonical(person.email)
    named = {key: people.find(getattr(person, key), ("staff", place, key)) for key in ("manager", "deputy")}
    for key, address in named.items():
        if address == own:
            problems.add(("staff", place, key), "is the person itself")
    if person.left and person.reminders in ("on", "shadow"):
        problems.add(("staff", place, "reminders"), f'{person.email} has left: write "off" or leave the key out')
    return Staff(
        address=own, aliases=tuple(words.canonical(a) for a in person.aliases if "@" in a), phones=tuple(a for a in person.aliases if "@" not in a), name=person.name, department=person.department,
        timezone=person.timezone, language=person.language, left=_day(person.left), **named,
    )  # fmt: skip


def _department(place: int, department: schema.Department, people: People) -> Department:
    return Department(
        name=department.name,
        dispatcher=people.find(department.dispatcher, ("department", place, "dispatcher")),
        roles=department.roles,
        standard={act: str(_duration(span)) for act, span in department.standard.items()},
    )


def persons(file: schema.File, ours: Company) -> tuple[values.Person, ...]:
    """The listed people, the company's values filled in where they have none."""
    written = {words.canonical(person.email): person for person in file.staff if person}
    return tuple(
        values.Person(
            address=one.address, name=one.name, department=one.department, manager=one.manager, deputy=one.deputy,
            role=written[one.address].role, reminders=written[one.address].reminders or file.reminders.mode,
            timezone=one.timezone or ours.timezone, language=one.language or ours.language, left=one.left,
        )
        for one in ours.staff
    )  # fmt: skip


def owned(found: tuple[Found, ...], people: People, problems: Problems) -> tuple[values.Source, ...]:
    """The sources with owners and members by canonical address, at most one reminder calendar a person."""
    sources: list[values.Source] = []
    keeps: dict[str, str] = {}
    for one in found:
        source, where = one.source, one.where
        if source.owner and source.members:
            problems.add((*where, "members"), "owner and members are both given: a shared mailbox has members, a person's has an owner")
        owner = people.find(source.owner, (*where, "owner"))
        members = tuple(member for member in (people.member(m, (*where, "members")) for m in source.members) if member)
        if getattr(source.settings, "journal", False) and (source.owner or source.members):
            problems.add((*where, "journal"), "everybody's mail has no owner and no members: leave them out")
        if source.reminders and not source.owner:
            problems.add((*where, "reminders"), 'whose reminders are kept here? give "owner"')
        elif source.reminders and owner and keeps.setdefault(owner, source.name) != source.name:
            problems.add((*where, "reminders"), f'the reminders of {owner} are kept in "{keeps[owner]}" already')
        sources.append(replace(source, owner=owner, members=members))
    return tuple(sources)


def hours(week: schema.Week, problems: Problems) -> tuple[Hours | None, ...]:
    """Opening and closing time by weekday, Monday first; None for a free day."""
    spans = tuple(_opening(text) for text in (week.mon, week.tue, week.wed, week.thu, week.fri, week.sat, week.sun))
    if not any(spans):
        problems.add(("company", "working_hours"), "nobody works on any day")
    return spans


def _opening(text: str) -> Hours | None:
    opens, _, closes = text.partition("-")
    return (dt.time.fromisoformat(opens), dt.time.fromisoformat(closes)) if closes else None


def short_days(written: Mapping[str, str]) -> dict[dt.date, Hours]:
    """The days that have hours of their own."""
    return {dt.date.fromisoformat(day): hours for day, text in written.items() if (hours := _opening(text))}


def days(written: tuple[str, ...]) -> frozenset[dt.date]:
    """The days of a list."""
    return frozenset(day for day in map(_day, written) if day)


def _day(written: str) -> dt.date | None:
    return dt.date.fromisoformat(written) if written else None


def _duration(written: int | str) -> Duration:
    return parse_duration(written) or Duration(0)


def privacy(written: schema.Privacy) -> values.Privacy:
    """What is read and kept."""
    kept = {"message": written.keep.message, "call": written.keep.call, "meeting": written.keep.meeting}
    return values.Privacy(
        scope=written.scope,
        exclude=_matching(written.exclude),
        metadata_only=_matching(written.metadata_only),
        notice_given=_day(written.notice_given),
        facts=frozenset(written.facts),
        keep={kind: days for kind, span in kept.items() if (days := parse_days(span))},
    )


def _matching(written: schema.Matching) -> values.Matching:
    return values.Matching(
        people=frozenset(words.canonical(p) if "@" in p else p for p in written.people),
        domains=frozenset(map(words.canonical, written.domains)),
        folders=frozenset(written.folders),
        labels=frozenset(written.labels),
    )


def reminders(written: schema.Reminders, problems: Problems) -> values.Reminders:
    """When promises become entries."""
    if not written.calendar.strip():
        problems.add(("reminders", "calendar"), 'is empty: write the name of a calendar ("Promises")')
    return values.Reminders(
        calendar=written.calendar, mode=written.mode, since_days=written.since_days, firmness=frozenset(written.firmness),
        terms=frozenset(written.terms), min_confidence=written.min_confidence, hold=_duration(written.hold).seconds,
        per_day=written.per_day, skip_if_entry_exists=written.skip_if_entry_exists, escalate=written.escalate,
        after_calls=written.after_calls, briefs=written.briefs, suggest_meetings=written.suggest_meetings, handoff_expires=_duration(written.handoff_expires),
    )  # fmt: skip


def store(written: schema.Store, folder: Path) -> values.Store:
    """Where the store lies."""
    return values.Store(path=Path(resolve(written.path, folder)), max_message=parse_size(written.max_message) or 0, attachment_text=written.attachment_text)


def web(written: schema.Web, folder: Path, problems: Problems) -> values.Web:
    """Where the pages are served. Beyond this machine nobody gets in unasked."""
    host, port = words.split_bind(written.bind) or ("", 0)
    if not words.is_loopback(host) and written.auth == "none":
        problems.add(("web", "bind"), f'"{written.bind}" can be reached from other machines: set auth = "passwords" or "proxy"')
    if written.auth == "passwords" and not written.users_file:
        problems.add(("web", "auth"), '"passwords" needs users_file')
    if written.auth == "proxy" and not written.proxy_header:
        problems.add(("web", "auth"), '"proxy" needs proxy_header, the header in which the proxy names the person')
    if written.auth == "proxy" and not words.is_loopback(host) and not written.proxy_secret_file:
        problems.doubt(("web", "bind"), f'only a proxy on this machine is believed: listen on 127.0.0.1 instead of "{written.bind}", or set proxy_secret_file')
    if written.auth == "passwords" and not words.is_loopback(host) and not written.url.startswith("https://"):
        problems.doubt(("web", "url"), "passwords go over the network as they are typed: put a proxy with TLS before the pages, and write its https:// address here")
    return values.Web(
        host=host, port=port, url=written.url.rstrip("/"), auth=written.auth,
        users_file=_path(written.users_file, folder), proxy_header=written.proxy_header, proxy_secret_file=_path(written.proxy_secret_file, folder),
    )  # fmt: skip


def scorer(written: schema.Scorer, folder: Path, problems: Problems) -> values.Scorer:
    """What judges how sure a promise is."""
    for key in ("url", "model") if written.kind == "llm" else ():
        if not getattr(written, key) and not problems.at(("scorer", key)):
            problems.add(("scorer", "kind"), f'"llm" needs {key}')
    if "?" in written.url or "#" in written.url:
        problems.add(("scorer", "url"), "ends with the version of the service (https://host/v1): take out what stands from ? or # on; a key goes into key_file")
    return values.Scorer(kind=written.kind, url=written.url, model=written.model, key_file=_path(written.key_file, folder))


def _path(written: str, folder: Path) -> Path | None:
    return Path(resolve(written, folder)) if written else None


def relations_file(written: schema.Relations, folder: Path) -> Path | None:
    """The file of the rules of the relation, or None."""
    return _path(written.file, folder)


def doubts(
    file: schema.File, people: tuple[values.Person, ...], sources: tuple[values.Source, ...], kinds: values.Kinds
) -> Iterator[tuple[Where, str]]:
    """What should be looked at before going on, though the program can run."""
    if not sources:
        yield ("source",), "nothing is read: there is no [[source]]"
    modes = {person.address: "off" if person.left else person.reminders for person in people}
    owners = {address for source in sources for address in (source.owner, *source.members) if address}
    modes.update(dict.fromkeys(owners - modes.keys(), file.reminders.mode))
    if len(modes) > 1 and "on" in modes.values() and not file.privacy.notice_given:
        yield (
            ("privacy", "notice_given"),
            "entries are written into the calendars of others: tell them what is read and who sees it, then write the date here",
        )
    places: dict[str, Where] = {words.canonical(person.email): ("staff", place) for place, person in enumerate(file.staff) if person}
    for address in sorted(address for address, mode in modes.items() if mode == "on"):
        lacks = _lacks_a_calendar(address, sources, kinds)
        if lacks:
            yield places.get(address, ("reminders", "mode")), lacks


def _lacks_a_calendar(address: str, sources: tuple[values.Source, ...], kinds: values.Kinds) -> str:
    """What to write for somebody whose promises are found and who has no calendar for them; '' where nothing is amiss."""
    has_mail = any(source.connector in MAIL and address in (source.owner, *source.members) for source in sources)
    own = [source for source in sources if source.owner == address]
    if not has_mail or any(source.reminders for source in own):
        return ""
    able = (f'the source "{one.name}"' for one in own if one.connector in kinds.names and kinds.keeps_reminders(one.connector))
    which = next(able, "a source of theirs that is a calendar")
    return f'{address} has mail, and no calendar keeps the reminders: write reminders = true into {which}, or reminders = "off" into their [[staff]]'
