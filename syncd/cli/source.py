"""source: a source gives way to others, mostly at another provider, and what became of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from syncd.cli.common import config_option, counted, echo_json, json_option, opened, read_config
from syncd.errors import Unavailable, UsageError

if TYPE_CHECKING:
    from syncd.moving import Pair
    from syncd.world import World


@click.group()
def source() -> None:
    """Move sources to another provider (`source move`), and see what became of them."""


@source.command(short_help="Let other sources take the place of one.")
@config_option
@json_option
@click.argument("names", nargs=-1, metavar="[OLD NEW...]")
@click.option("--from", "from_", metavar="CONNECTOR", help="Every source of this connector's provider, whosever it is …")
@click.option("--to", metavar="CONNECTOR", help="… to those of this one's that the same owner has.")
@click.option("--leave-old", is_flag=True, help="Neither look into the old calendar nor write there: it is gone, or is to stay as it is.")
@click.option("--dry-run", is_flag=True, help="Only show what would be done.")
def move(config_file: str | None, as_json: bool, names: tuple[str, ...], from_: str | None, to: str | None, leave_old: bool, dry_run: bool) -> None:
    """Let other sources take the place of one, as when a mailbox goes from Exchange to Microsoft 365.

    First write the new sources into the config, with reminders = true where the old one had it; a running daemon is told
    of them afterwards (systemctl reload). OLD may be out of the config already. What one source held may be spread over
    several: syncd source move rasa-exchange rasa-365 rasa-365-calendar rasa-365-contacts. For the whole company:
    syncd source move --from exchange --to graph.

    From then on OLD is read no more. Its history stays; what the new sources hold is the same messages and meetings. What
    people did to their entries since the last pass is read once more, then each entry that is still to come stands in the
    new calendar, once: a copy that came along is taken over, with what its owner changed in it. Then the old calendar is
    cleared of our entries, but for those that are past. Stopped at any moment, it is gone on with by the next pass, or by
    calling it again. Exit 69 when something could not be done yet; it is named.
    """
    config = read_config(config_file)
    with opened(config, create=True) as world:
        found, alone = _asked(world, names, from_, to)
        reports, errors = (_foreseen if dry_run else _moved)(world, found, leave_old=leave_old, quiet=as_json)
        if as_json:
            echo_json({"ok": not errors, "moves": reports, "unpaired": [{"name": name, "reason": why} for name, why in alone],
                       "errors": [{"old": old, "error": text} for old, text in errors]})  # fmt: skip
        else:
            for name, why in alone:
                click.echo(f"{name} stays: {why}")
            for old, text in errors:
                click.echo(f"{old}: {text}", err=True)
    if errors:
        raise Unavailable("not everything could be done; see to what is named, then call the command again")


def _asked(world: World, names: tuple[str, ...], from_: str | None, to: str | None) -> tuple[list[Pair], list[tuple[str, str]]]:
    """What is to be moved, and what cannot be paired."""
    from syncd.moving import Pair, check, pairs

    if bool(from_) != bool(to) or bool(from_) == bool(names) or len(names) == 1:
        raise UsageError("what moves where? give OLD NEW…, or --from CONNECTOR --to CONNECTOR")
    if from_ and to:
        return pairs(world, from_, to)
    pair = Pair(names[0], names[1:])
    check(world, pair)
    return [pair], []


def _foreseen(world: World, found: list[Pair], *, leave_old: bool, quiet: bool) -> tuple[list[dict[str, Any]], list[tuple[str, str]]]:
    """What moving these would do; what speaks against one."""
    from syncd.errors import SyncdError
    from syncd.moving import foresee

    reports, errors = [], []
    for pair in found:
        try:
            reports.append(said := foresee(world, pair))
        except SyncdError as problem:
            errors.append((pair.old, str(problem)))
            continue
        if quiet:
            continue
        e = said["entries"]
        click.echo(f"{pair.old} → {', '.join(pair.new)}: {_held(said)}")
        click.echo(f"  {e['going']} of {counted(e['in_old'], 'entry', 'entries')} would go along; {counted(e['copies'], 'entry', 'entries')} of ours in the new calendar already")
        if e.get("why") and not leave_old:
            click.echo(f"  the old calendar would be left: {e['why']}")
    return reports, errors


def _moved(world: World, found: list[Pair], *, leave_old: bool, quiet: bool) -> tuple[list[dict[str, Any]], list[tuple[str, str]]]:
    """Move these, with a line for each as it is done."""
    from syncd.moving import move_all

    reports, errors = [], []
    for pair, said, kept, problem in move_all(world, found, leaves_old=leave_old):
        errors += [(pair.old, text) for text in ([problem] if problem else kept.errors)]
        if said is None:
            continue
        reports.append(said | {"put": kept.put, "removed": kept.removed, "answers": kept.decided})
        if not quiet:
            click.echo(f"{pair.old} → {', '.join(pair.new)}: {_held(said)}")
            click.echo(f"  {counted(kept.decided, 'answer')} read, {counted(kept.put, 'entry', 'entries')} put, {kept.removed} taken out of the old calendar{_left(said)}")
    return reports, errors


def _held(said: dict[str, Any]) -> str:
    """What is stored of a source, in words."""
    counts = ", ".join(counted(n, kind) for kind, n in said["stored"].items()) or "nothing"
    return f"{counts} stored, {said['excluded']} excluded, {said['pending']} pending"


def _left(said: dict[str, Any]) -> str:
    left = said["entries"]["left_there"]
    return f"; {left} left there: {said['entries']['why']}" if left else ""


@source.command(short_help="Show the sources that moved, and what has not turned up.")
@config_option
@json_option
@click.argument("old", required=False, metavar="[OLD]")
def moved(config_file: str | None, as_json: bool, old: str | None) -> None:
    """Show the sources that moved; with OLD, each message, contact and coming meeting of it that no new source has shown.

    What has not turned up stays in the history. Nothing can be said before the new sources were read whole.
    """
    from syncd.core.keys import instant
    from syncd.moved_history import report
    from syncd.store import moves

    with opened(read_config(config_file)) as world:
        asked = moves.all_moves(world.store.db)
        if old and not (asked := [one for one in asked if one.old == old]):
            raise UsageError(f"{old} has not moved")
        reports = [report(world.store.db, one) for one in asked]
        lost = [moves.missing(world.store.db, one, instant(world.now)) if old and one.settled_at else [] for one in asked]
    if as_json:
        listed = [[{"kind": m.kind, "at": m.at, "what": m.what, "message_id": m.message_id} for m in each] for each in lost]
        echo_json({"moves": [said | ({"list": found} if old else {}) for said, found in zip(reports, listed, strict=True)]})
        return
    for said, each in zip(reports, lost, strict=True):
        click.echo(in_words(said))
        for m in each:
            click.echo(f"  {m.kind}  {m.at}  {m.what}" + (f"  <{m.message_id}>" if m.message_id else ""))
    if not reports:
        click.echo("No source has moved; `syncd source move` prepares it.")


def in_words(said: dict[str, Any]) -> str:
    """A move as a sentence or two."""
    text = f"{said['old']} moved to {', '.join(said['new'])} on {said['since'][:10]}{': ' + _held(said) if 'stored' in said else ''}. "
    match said["missing"]:
        case None:
            text += "What has turned up there can be told when it has been read whole."
        case 0:
            text += "Everything has turned up there."
        case count:
            text += f"{count} of it not turned up there; `syncd source moved {said['old']}` lists what."
    entries = said["entries"]
    if not entries["moved"]:
        text += " Its entries are on their way" + (f": {entries['why']}." if entries["why"] else ".")
    elif not entries["cleared"]:
        text += " Its old calendar is still to be cleared" + (f": {entries['why']}." if entries["why"] else ".")
    elif entries["left_there"]:
        text += f" {counted(entries['left_there'], 'entry', 'entries')} of ours left in its old calendar: {entries['why']}."
    return text
