"""forget: all that is stored of somebody taken out, for good."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING, Any

import click

from syncd.cli.common import config_option, counted, echo_json, json_option, opened, read_config, user
from syncd.errors import UsageError

if TYPE_CHECKING:
    from syncd.erasure import Plan
    from syncd.store.erasing import Whom
    from syncd.world import World

_MAIL = ("mail", "mails")
_WHAT = {"message/rfc822": _MAIL, "message/x-journal": _MAIL, "text/calendar": ("calendar entry", "calendar entries"), "text/vcard": ("card", "cards")}


@click.command()
@config_option
@json_option
@click.argument("asked", nargs=-1, required=True, metavar="ADDRESS|PHONE|NAME|ID")
@click.option("--reason", required=True, metavar="TEXT", help="Why, for the record; without naming them.")
@click.option("--dry-run", is_flag=True, help="Only tell what would go and how long it takes.")
@click.option("--lift", is_flag=True, help="Let somebody in again, by the address or telephone they were forgotten by; from now on.")
@click.option("--yes", is_flag=True, help="Do not ask first; where there is no terminal to ask at, nothing is asked.")
def forget(config_file: str | None, as_json: bool, asked: tuple[str, ...], reason: str, dry_run: bool, lift: bool, yes: bool) -> None:
    """Take out all that is stored of one person, and keep them out (GDPR Art. 17).

    What they wrote, and what nobody else from outside has part in, goes whole: messages, meetings, calls, cards, with promises,
    offers, complaints, facts, entries in calendars. Of mail that others share with them, or that holds their address, who took
    part (without them) and when is kept, and no word. Decisions keep a keyed hash in place of whom they are about.

    They stay out when mailboxes are read again, after a rebuild, and when a backup is put back. Other people's mail that
    names them without their address or telephone stays. May run beside the daemon; stopped half-way, the next pass goes on.
    Copies outside of the store (backups, exports) are yours to see to: they are named at the end.

    Example: syncd forget --dry-run --reason "asked for it on 21 November" ona@baltas.example
    """
    from syncd.asked import the_person
    from syncd.erasure import forget_person, plan
    from syncd.remind import keep_reminders

    with opened(read_config(config_file)) as world:
        if lift:
            _lift(world, " ".join(asked), reason, as_json=as_json)
            return
        whom = the_person(world, " ".join(asked))
        if whom.marks().search(reason):
            raise UsageError("--reason names them: it is kept for good, say it without their name and address")
        planned = plan(world, whom)
        if dry_run:
            echo_json(_json(whom, planned)) if as_json else _tell(whom, planned)
            return
        if not as_json:
            _tell(whom, planned)
        if not yes and sys.stdin.isatty():
            click.confirm("Take all this out for good?", abort=True, err=True)
        began = time.monotonic()
        forget_person(world, whom, by=user(), reason=reason)
        kept = keep_reminders(world)
        copies = sorted(str(p) for p in world.store.path.parent.glob("*before-*"))
        if as_json:
            echo_json({**_json(whom, planned), "took_seconds": round(time.monotonic() - began, 3), "entries_removed": kept.removed, "copies": copies})
            return
        click.echo(f"It is done, in {time.monotonic() - began:.1f} s; {counted(kept.removed, 'entry', 'entries')} went out of calendars. What could not be reached goes with the next pass.")
        for path in copies:
            click.echo(f"An older copy of the store lies in {path}; delete it.")
        click.echo("Backups still hold them; when one is put back, they are taken out again. Let old ones go by their time.")


def _lift(world: World, asked: str, reason: str, *, as_json: bool) -> None:
    from syncd.core.addresses import canonical
    from syncd.core.phones import normalised
    from syncd.erasure import lift

    value = canonical(asked) if "@" in asked else normalised(asked, world.config.country)
    if not value or not lift(world, value, by=user(), reason=reason):
        raise UsageError(f"nobody was forgotten by {asked}; every address and telephone is let in by itself")
    if as_json:
        echo_json({"lifted": value})
    else:
        click.echo(f"{value} is let in again. What was left out until now comes when its folder is read anew.")


def _json(whom: Whom, planned: Plan) -> dict[str, Any]:
    return {"person": whom.uuid, "name": whom.name, "addresses": whom.addresses, "phones": whom.phones, "phones_kept": whom.shared_phones,
            "whole": dict(planned.whole), "shared": planned.shared, **planned.matters, "seconds": round(planned.seconds)}  # fmt: skip


def _tell(whom: Whom, planned: Plan) -> None:
    counts: dict[tuple[str, str], int] = {}
    for kind, number in planned.whole.items():
        words = _WHAT.get(kind, ("other item", "other items"))
        counts[words] = counts.get(words, 0) + number
    matters = ", ".join(counted(n, word.replace("_", " ").removesuffix("s")) for word, n in planned.matters.items() if n)
    click.echo(f"{whom.name}: {', '.join((*whom.addresses, *whom.phones))}")
    click.echo(f"  goes whole:  {', '.join(counted(n, *words) for words, n in sorted(counts.items())) or 'nothing'}")
    click.echo(f"  goes but for who and when: {counted(planned.shared, 'mail')} that others share with them or that hold their address")
    if matters:
        click.echo(f"  with them:   {matters}")
    if whom.shared_phones:
        click.echo(f"  stays:       {', '.join(whom.shared_phones)}, by which others are known too")
    click.echo(f"  takes about {max(planned.seconds, 1):.0f} s")
