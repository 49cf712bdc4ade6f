"""who: what is known of somebody, on one screen."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Iterator, Sequence
from typing import Any

import click

from syncd.cli.common import config_option, echo_json, json_option, read_config, sound
from syncd.core.worktime import zone_of

_SCREEN = 24  # lines
_WIDTH = 118
_LANGUAGES = {"lt": "Lithuanian", "ru": "Russian", "en": "English"}
_CHANNELS = {"mail": "by mail", "call": "by telephone", "any": "by any way"}
_KINDS = {"message": "mail", "meeting": "meeting", "call": "call"}
_WAYS = {"in": "from them", "out": "to them", "internal": "among us"}
_BACK = {"address": "by another address", "company": "from another company"}
Card = dict[str, Any]


@click.command()
@config_option
@json_option
@click.argument("asked", nargs=-1, required=True, metavar="ADDRESS|PHONE|NAME")
def who(config_file: str | None, as_json: bool, asked: tuple[str, ...]) -> None:
    """Show who somebody is: company, owner, since when, last contacts, promises, complaints, do-not-contact.

    A telephone in any spelling; a name in any order of its words, without diacritics, in the other script, or its beginning;
    a company by its name or domain. Several that fit are listed. Exit 1 when nobody is found.

    Example: syncd who +370 600 00102
    """
    from syncd.clock import clock
    from syncd.who import who as look_up

    config = read_config(config_file)
    now = clock()
    with sound(config):
        card = look_up(config, " ".join(asked), now)
    if as_json:
        echo_json(card)
    else:
        for line in lines_of(card, now.astimezone(zone_of(config.company.timezone))):
            click.echo(line)
    if card["found"] == "nobody":
        sys.exit(1)


def lines_of(card: Card, now: dt.datetime) -> list[str]:
    """A card as the lines of one screen; `now` on the clock that is shown."""
    match card["found"]:
        case "nobody":
            near = f" Nearest: {', '.join(card['nearest'])}." if card["nearest"] else ""
            return [f"Nobody is found for “{card['asked']}”: looked through {card['searched']}.{near}"]
        case "several":
            return _several(card)
        case _:
            lines = [cut(line) for line in _card(card, now)]
            return lines if len(lines) <= _SCREEN else [*lines[: _SCREEN - 1], f"… {len(lines) - _SCREEN + 1} more lines; all of it: --json"]


def cut(line: str) -> str:
    """A line that fits the screen."""
    return line if len(line) <= _WIDTH else f"{line[: _WIDTH - 1]}…"


def _several(card: Card) -> list[str]:
    rows = [(r["name"], r["organisation"] or "" if r["kind"] == "person" else "(company)", r["address"] or "") for r in card["several"]]
    widths = [min(40, max(len(row[i]) for row in rows)) for i in range(3)]
    lines = [f"{len(rows) + card['more']} fit “{card['asked']}”; ask again by an address:"]
    lines += ["  " + "  ".join(cell[:40].ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    return lines + ([f"  and {card['more']} more"] if card["more"] else [])


def _card(card: Card, now: dt.datetime) -> Iterator[str]:
    for w in card["no_contact"]:
        until = f" until {w['until']}" if w["until"] else ""
        whole = " (the whole company)" if w["whole_company"] and "person" in card else ""
        reason = f": {w['reason']}" if w["reason"] else ""
        yield f"DO NOT CONTACT {_CHANNELS[w['channel']]}{until}{whole}{reason} (decided by {w['by']}, {_day(w['since'], now)})"
    if card.get("remark"):
        yield f"{card['remark']}:"
    yield from _person(card, now) if "person" in card else ()
    yield from _company(card, now)
    if card["first_at"]:
        yield _row("in touch", f"since {_day(card['first_at'], now)}" + (f", last {_day(card['last_at'], now)}" if card["last_at"] else ""))
    if card.get("returned"):
        yield _row("CAME BACK", _returned(card["returned"], now))
    for n, c in enumerate(card["complaints"][:2]):
        yield _row("" if n else "COMPLAINT", f"{_day(c['at'], now)}  {c['state']}  “{_short(c['quote'])}”" + _more(card["complaints"], n, 2))
    for n, m in enumerate(card.get("missed_calls", ())[:2]):
        yield _row("" if n else "MISSED", f"{_clock(m['at'], now)}  {m['outcome']} from {m['number']}, not returned" + _more(card["missed_calls"], n, 2))
    for n, p in enumerate(card["promises"][:4]):
        yield _row("" if n else "promises", _promise(p) + _more(card["promises"], n, 4))
    for n, o in enumerate(card["offers"][:2]):
        yield _row("" if n else "offers", f"{_day(o['at'], now)}  {o['state']}  {o['product'] or _short(o['quote'])}")
    for n, c in enumerate(card["contacts"]):
        yield _row("" if n else "contacts", _contact(c, now, "person" not in card))


def _person(card: Card, now: dt.datetime) -> Iterator[str]:
    p, o = card["person"], card["organisation"]
    post = f", {p['post']}" if p["post"] else ""
    yield p["name"] + post + (f", {o['name']}" if o else "")
    if p["addresses"]:
        yield _row("addresses", ", ".join(p["addresses"]))
    if p["phones"]:
        yield _row("telephone", ", ".join(p["phones"]))
    said = [f"writes in {_LANGUAGES.get(p['language'], p['language'])}"] if p["language"] else []
    if p["utc_offset"]:
        there = now.astimezone(dt.datetime.strptime(p["utc_offset"], "%z").tzinfo)
        said.append(f"there it is {there:%H:%M} ({p['utc_offset']})")
    if said:
        yield _row("language", "; ".join(said))
    known = list(dict.fromkeys(f"{f['kind']}: {'no ' if f['negated'] else ''}{f['value']}" for f in card["facts"]))[:5]
    if known:
        yield _row("known", "; ".join(known))
    formerly = [e for e in card["employments"] if e["former"]]
    for n, e in enumerate(formerly[:2]):
        yield _row("" if n else "formerly", f"at {e['organisation']} until {_month(e['last'])}")


def _company(card: Card, now: dt.datetime) -> Iterator[str]:
    o = card["organisation"]
    if o is None:
        signed = [e["organisation"] for e in card["employments"] if not e["former"]]
        if signed:
            yield _row("company", f"{', '.join(signed)} (as their mail is signed)")
        return
    domains = f" ({', '.join(o['domains'])})" if o["domains"] and o["domains"] != [o["name"]] else ""
    yield _row("company", o["name"] + domains) if "person" in card else f"{o['name']}{domains}"
    if o["former"]:
        reason = o["former"]["reason"]
        said = f"{reason} {_day(o['former']['since'], now)}" if reason == "no contact since" else f"{_day(o['former']['since'], now)}: {reason}"
        yield _row("", f"former customer, {said}")
    if o["owner"]:
        yield _row("owner", o["owner_name"] if o["owner_name"] == o["owner"] else f"{o['owner_name']} <{o['owner']}>")
    if o.get("people"):
        yield _row("people", ", ".join(o["people"]))


def _returned(back: Card, now: dt.datetime) -> str:
    silent = (dt.datetime.fromisoformat(back["at"]) - dt.datetime.fromisoformat(back["before_at"])).days
    before = f"{_day(back['before_at'], now)}" + (f" with {back['by']}" if back["by"] else "") + (f", as {back['known_as']}" if back["known_as"] else "")
    return f"{_day(back['at'], now)} {_BACK.get(back['why'], f'after {silent} days of silence')}; before that {before}"


def _promise(p: Card) -> str:
    due = f"by {p['due_to'].replace('T', ' ')}" if p["due_to"] else "no term"
    late = "LATE, " if p["overdue"] else ""
    whose = "theirs" if p["kind"] == "theirs" else p["promiser_name"]
    return f"{late}{due}  {whose}: “{_short(p['quote'])}”"


def _contact(c: Card, now: dt.datetime, with_person: bool) -> str:
    whom = f"{c['person']}  " if with_person else ""
    return f"{_clock(c['at'], now)}  {_KINDS[c['kind']]:7}  {_WAYS.get(c['direction'], ''):9}  {c['staff'] or '–'}  {whom}{c['subject']}"


def _row(label: str, text: str) -> str:
    return f"  {label:10} {' '.join(text.split(chr(10)))}"


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= 70 else f"{flat[:69]}…"


def _more(rows: Sequence[Card], n: int, shown: int) -> str:
    return f"  (and {len(rows) - shown} more)" if n == shown - 1 and len(rows) > shown else ""


def _day(instant: str, now: dt.datetime) -> str:
    return f"{dt.datetime.fromisoformat(instant).astimezone(now.tzinfo):%Y-%m-%d}"


def _clock(instant: str, now: dt.datetime) -> str:
    return f"{dt.datetime.fromisoformat(instant).astimezone(now.tzinfo):%Y-%m-%d %H:%M}"


def _month(instant: str) -> str:
    return instant[:7]
