"""no-contact: who must not be contacted, by whose word and why."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import click

from syncd.cli.common import config_option, echo_json, json_option, opened, read_config, user
from syncd.config import Config
from syncd.errors import UsageError

if TYPE_CHECKING:
    import sqlite3

    from syncd.store.wishes import Proposed

_MOST = 100_000  # words that wait; more than anybody goes through
_CHANNELS = click.Choice(["any", "mail", "call"])


@click.group("no-contact")
def no_contact() -> None:
    """Keep who must not be contacted: a person by address or telephone, a company by its domain."""


@no_contact.command(short_help="Somebody is not to be contacted.")
@config_option
@json_option
@click.option("--channel", type=_CHANNELS, default="any", show_default=True, help="By which way not.")
@click.option("--reason", default="", metavar="TEXT", help="Why; it is shown wherever the person is.")
@click.option("--until", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help="The first day on which contact is welcome again; without it for good.")
@click.argument("subject", metavar="ADDRESS|DOMAIN|PHONE")
def add(config_file: str | None, as_json: bool, channel: str, reason: str, until: dt.datetime | None, subject: str) -> None:
    """Note that somebody is not to be contacted.

    It is shown first wherever they are, and stands through rebuilds, new addresses and other employers, until it is lifted.
    A domain means everybody of the company. May be said before anything of them is stored.

    Example: syncd no-contact add --channel call --until 2027-01-31 --reason "asked not to be rung" ona@baltas.example
    """
    from syncd.store import no_contact as rows

    config = read_config(config_file)
    about = _subject(subject, config)
    with opened(config) as world:
        with world.store.write() as db:
            rows.forbid(world.page(db), about, channel, reason, until.date().isoformat() if until else None, user())
        _tell(rows.listed(world.store.db), as_json=as_json, only=about)


@no_contact.command(short_help="Somebody may be contacted again.")
@config_option
@json_option
@click.option("--channel", type=_CHANNELS, default="any", show_default=True, help="By which way again; of `any` the other one stays.")
@click.argument("subject", metavar="ADDRESS|DOMAIN|PHONE")
def lift(config_file: str | None, as_json: bool, channel: str, subject: str) -> None:
    """Note that somebody may be contacted again. What was decided before stays on record."""
    from syncd.store import no_contact as rows

    config = read_config(config_file)
    about = _subject(subject, config)
    with opened(config) as world:
        if about not in {row[0] for row in rows.listed(world.store.db)}:
            raise UsageError(f"{about}: nothing stands against contacting it; `syncd no-contact list` shows what does")
        with world.store.write() as db:
            rows.allow(world.page(db), about, channel, user())
        _tell(rows.listed(world.store.db), as_json=as_json, only=about)


@no_contact.command("list", short_help="Who is not to be contacted.")
@config_option
@json_option
def list_(config_file: str | None, as_json: bool) -> None:
    """Show who is not to be contacted, what is over by its date included."""
    from syncd.store import no_contact as rows

    with opened(read_config(config_file)) as world:
        _tell(rows.listed(world.store.db), as_json=as_json)


@no_contact.command(short_help="Who seems to ask for it, in which words.")
@config_option
@json_option
def proposed(config_file: str | None, as_json: bool) -> None:
    """Show the words by which people outside seem to ask not to be contacted, the latest first: nobody has confirmed or dismissed them.

    Each with the key that `confirm` and `dismiss` take.
    """
    from syncd.store import wishes

    with opened(read_config(config_file)) as world:
        found = wishes.proposed(world.store.db, _MOST)
    if as_json:
        echo_json([{"key": p.key, "subject": p.address, "channel": p.channel, "quote": p.quote, "at": p.at, "interaction_id": p.interaction} for p in found])
    else:
        for p in found:
            click.echo(f"{p.key[:12]}  {p.at[:10]}  {p.address}: not by {'any way' if p.channel == 'any' else p.channel}: “{' '.join(p.quote.split())}”")
        if found:
            click.echo("To decide: syncd no-contact confirm KEY, or syncd no-contact dismiss KEY")
        else:
            click.echo("Nobody seems to ask not to be contacted; whoever does otherwise is noted by `syncd no-contact add`.")


@no_contact.command(short_help="These words are meant so.")
@config_option
@json_option
@click.argument("key", metavar="KEY")
def confirm(config_file: str | None, as_json: bool, key: str) -> None:
    """Note that whoever said the words KEY is not to be contacted by that way. KEY is what `proposed` shows, or its first letters; `lift` takes it back."""
    from syncd.store import no_contact as rows
    from syncd.store import wishes

    with opened(read_config(config_file)) as world:
        one = _proposed(world.store.db, key)
        with world.store.write() as db:
            wishes.confirm(world.page(db), one.key, user(), "command")
        _tell(rows.listed(world.store.db), as_json=as_json, only=one.address)


@no_contact.command(short_help="These words are not meant so.")
@config_option
@json_option
@click.argument("key", metavar="KEY")
def dismiss(config_file: str | None, as_json: bool, key: str) -> None:
    """Note that the words KEY are not meant so. They are not proposed again."""
    from syncd.store import wishes

    with opened(read_config(config_file)) as world:
        one = _proposed(world.store.db, key)
        with world.store.write() as db:
            wishes.dismiss(world.page(db), one.key, user(), "command")
    if as_json:
        echo_json({"key": one.key, "subject": one.address, "quote": one.quote})
    else:
        click.echo(f"{one.address}: “{' '.join(one.quote.split())}” is not meant so.")


@no_contact.command("import", short_help="Take in a list of who is not to be contacted.")
@config_option
@json_option
@click.argument("file", type=click.Path(exists=True, dir_okay=False))
def import_(config_file: str | None, as_json: bool, file: str) -> None:
    """Take in a list: a CSV file with a column `who` (address, domain or telephone), and channel, reason, since, until as wanted.

    All that is wrong in it is told at once, and then nothing is taken in. What stands already is not noted again.
    """
    from syncd.cli.no_contact_list import read_list
    from syncd.store import no_contact as rows

    config = read_config(config_file)
    wishes = read_list(file, lambda written: _subject(written, config), config.company.timezone)
    with opened(config) as world:
        stands = {(row[0], row[3]): (row[4], row[6]) for row in rows.listed(world.store.db)}
        new = [w for w in wishes if stands.get((w.subject, w.channel)) != (w.reason, w.until)]
        with world.store.write() as db:
            page = world.page(db)
            for w in new:
                rows.forbid(page, w.subject, w.channel, w.reason, w.until, user(), since=w.since)
        if as_json:
            echo_json({"read": len(wishes), "taken_in": len(new)})
        else:
            click.echo(f"{len(wishes)} read, {len(new)} taken in.")


@no_contact.command(short_help="Who was contacted in spite of it.")
@config_option
@json_option
def ignored(config_file: str | None, as_json: bool) -> None:
    """Show the mails and calls to people who were not to be contacted, the latest first. An answer to their own newer mail is none."""
    from syncd.store.in_spite import in_spite

    with opened(read_config(config_file)) as world:
        found = in_spite(world.store.db, world.page(world.store.db).now)
    if as_json:
        echo_json([{"at": f.at, "kind": f.kind, "staff": f.staff, "person": f.person, "subject": f.subject, "channel": f.channel, "reason": f.reason, "since": f.since,
                    "interaction_id": f.interaction} for f in found])  # fmt: skip
    else:
        for f in found:
            click.echo(f"{f.at[:16].replace('T', ' ')}  {f.staff or '?'} → {f.person} ({'call' if f.kind == 'call' else 'mail'}); since {f.since[:10]}: {f.reason or 'no reason given'}")
        if not found:
            click.echo("Nobody was contacted in spite of it; `syncd no-contact list` shows who is not to be.")


def _proposed(db: sqlite3.Connection, beginning: str) -> Proposed:
    """The one proposal whose key begins so. Raises UsageError."""
    from syncd.store import wishes

    found = [p for p in wishes.proposed(db, _MOST) if p.key.startswith(beginning)]
    if len(found) != 1:
        raise UsageError(f"{beginning}: {'several begin so; give more of it' if found else 'nothing of this key waits for a decision'}; see `syncd no-contact proposed`")
    return found[0]


def _subject(written: str, config: Config) -> str:
    """An address, a company's domain or a telephone as the store keeps them. Raises UsageError for anything else, and for our own."""
    from syncd.core.addresses import canonical
    from syncd.core.identity import company_domain

    text = written.strip()
    if "@" in text.strip("@") and " " not in text:
        about = canonical(text)
    elif sum(c.isdigit() for c in text) >= 7 and not any(c.isalpha() for c in text):
        from syncd.core.phones import normalised  # its plans of numbers only where one was given

        about = normalised(text, config.country)
    else:
        about = company_domain(f"@{text.lstrip('@').lower()}") if "." in text and " " not in text else ""
    if not about:
        raise UsageError(f"{written}: not an address, a company's domain or a telephone")
    if config.company.is_ours(about if "@" in about else f"x@{about}"):
        raise UsageError(f"{about} is ours; this is for people outside")
    return about


def _tell(rows: list[tuple[Any, ...]], *, as_json: bool, only: str | None = None) -> None:
    found = [
        dict(zip(("subject", "person", "organisation", "channel", "reason", "since", "until", "by"), row, strict=True))
        for row in rows
        if only in (None, row[0])
    ]
    if as_json:
        echo_json(found)
        return
    for r in found:
        whom = f"{r['subject']} ({r['person'] or r['organisation']})" if r["person"] or r["organisation"] not in (None, r["subject"]) else r["subject"]
        until = f" until {r['until']}" if r["until"] else ""
        click.echo(f"{whom}: not by {'any way' if r['channel'] == 'any' else r['channel']}{until}{': ' + r['reason'] if r['reason'] else ''} ({r['by']}, {r['since'][:10]})")
    if not found:
        click.echo("Everybody may be contacted; `syncd no-contact add` notes who may not." if only is None else f"{only} may be contacted.")
