"""once, check and status: passes over the sources, and how they stand."""

from __future__ import annotations

import datetime as dt
import sys
from contextlib import closing
from typing import TYPE_CHECKING, Any

import click

from syncd.cli.bars import Bars
from syncd.cli.common import config_option, counted, echo_json, json_option, opened, read_config, sound
from syncd.clock import clock
from syncd.config import Config, find_config, load
from syncd.core.worktime import zone_of
from syncd.errors import AlreadyRunning, ConfigError, Unavailable, UsageError
from syncd.freshness import newest

if TYPE_CHECKING:
    from syncd.store.db import Store


@click.command()
@config_option
@json_option
@click.option("--source", "names", multiple=True, metavar="NAME", help="Only this source; may be given many times.")
def once(config_file: str | None, as_json: bool, names: tuple[str, ...]) -> None:
    """Make one pass: read every source from where the last pass ended, find promises, bring the calendars in line.

    Exit 69 when no source could be reached, 75 when other passes held all of them.

    Example: syncd once --source rasa-mail
    """
    from syncd.once import once as run
    from syncd.trial import unwritable_calendars

    config = read_config(config_file)
    for name in names:
        if config.source(name) is None:
            raise UsageError(f"--source {name}: the config has no such source; it has {', '.join(s.name for s in config.sources)}")
    with opened(config, create=True) as world, Bars(quiet=as_json) as progress:
        outcome = run(world, names or None, progress)
        scoring = _of_scorer(config, world.store)
    if as_json:
        echo_json(outcome.json())
    else:
        _tell(outcome)
    for text in (*unwritable_calendars(config), *scoring):
        click.echo(f"warning: {text}", err=True)
    if outcome.held:
        raise AlreadyRunning("every source is held by another pass; try again when it is done")
    if not outcome.reached:
        raise Unavailable("no source could be reached; `syncd check` tries each and says why")


def _tell(outcome: Any) -> None:
    """A pass in words."""
    from syncd.harvest import MOVED

    for s in outcome.sources:
        c = s.counts
        what = f"{c.seen} seen, {c.stored} stored, {c.excluded} excluded, {c.pending} pending, {c.gone} gone"
        click.echo(f"{s.name}: {'moved, and read no more' if s.state == MOVED else what if s.error is None else s.state + ': ' + s.error}")
    found = sum(s.counts.promises for s in outcome.sources)
    click.echo(f"{counted(found, 'promise')} found, {counted(outcome.reminders.put, 'reminder')} put, {counted(outcome.reminders.decided, 'answer')} taken from calendars.")
    for error in outcome.reminders.errors:
        click.echo(f"reminders: {error}", err=True)
    if outcome.files_error:
        click.echo(f"files: {outcome.files_error}", err=True)


@click.command()
@config_option
@json_option
@click.option("--rules", is_flag=True, help="Show what each exclusion rule would take of the last 30 days, with names that meet nothing, and what is too old to be kept.")
def check(config_file: str | None, as_json: bool, rules: bool) -> None:
    """Tell every problem of the config at once, then try each source; nothing is written. Exit 78 where there is a problem.

    Example: syncd check --rules
    """
    from syncd.check import RulesTried, rules_of_the_last_days
    from syncd.retention import foreseen
    from syncd.trial import Tried, try_sources

    taken, found, tried = None, RulesTried([], [], []), Tried([], [])
    try:
        config = load(find_config(config_file))
    except ConfigError as problem:
        problems = list(problem.problems)
    else:
        tried = try_sources(config)
        problems = [*config.warnings, *tried.problems]
        if rules:
            found = rules_of_the_last_days(config)
            taken = [*found.rows, *foreseen(config, clock())]
    for text in tried.warnings:
        click.echo(f"warning: {text}", err=True)
    if as_json:
        echo_json({"ok": not problems, "problems": problems, "rules": taken, **({"unmet": found.unmet, "unanswered": found.unanswered} if rules else {})})
    else:
        for text in problems:
            click.echo(text, err=True)
        for row in taken or ():
            name, examples = row.get("name"), row.get("examples")
            click.echo(f"{row['source']}: {row['rule']}{f' {name}' if name else ''}: {row['items']} of {row['of']}{' (' + '; '.join(examples) + ')' if examples else ''}")
        for unmet in found.unmet:
            click.echo(f"{unmet['rule']} {unmet['name']}: met nothing; is it spelt as in the mailboxes?")
        if not problems:
            click.echo(f"{config.file}: no problem; {counted(len(config.sources), 'source answers', 'sources answer')}.")
    if problems:
        sys.exit(ConfigError.exit_code)


@click.command()
@config_option
@json_option
def status(config_file: str | None, as_json: bool) -> None:
    """Show per mailbox what the server has, what the store has, and why they differ. Exit 1 when something is wrong."""
    config = read_config(config_file)
    report, warnings = status_report(config)
    for text in warnings:
        click.echo(f"warning: {text}", err=True)
    if as_json:
        echo_json(report)
    else:
        from syncd.cli.source import in_words as in_words_of_move

        for moved in report.get("moved", ()):
            click.echo(in_words_of_move(moved))
        _table("source", report["sources"], ("name", "state", "on_server", "stored", "excluded", "pending", "last_success"))
        _reasons(report["sources"])
        _table("folder", report["collections"], ("source", "name", "role", "state", "on_server", "stored", "excluded", "pending"))
        click.echo("calendar entries: " + (", ".join(f"{n} {state}" for state, n in report["outbox"].items()) or "none"))
        as_of = newest((row["last_success"] for row in report["sources"]), clock())
        if as_of:
            click.echo(f"data as of {_moment(as_of, config)}")
    if not report["ok"]:
        sys.exit(1)


def _reasons(sources: list[dict[str, Any]]) -> None:
    """Below the table of sources: why those that are not in order are not."""
    said = [f"{row['name']}: {row['error']}" for row in sources if "error" in row]
    for line in (*said, *([""] if said else [])):
        click.echo(line)


def _moment(instant: str, config: Config) -> str:
    """The time of an instant on the company's clock, with the date where it is not today's."""
    zone = zone_of(config.company.timezone)
    at = dt.datetime.fromisoformat(instant).astimezone(zone)
    return f"{at:%H:%M}" if at.date() == clock().astimezone(zone).date() else f"{at:%Y-%m-%d %H:%M}"


def status_report(config: Config) -> tuple[dict[str, Any], list[str]]:
    """{sources, collections: rows of the views, outbox: entries by state, moved: sources that moved, if any did, ok}, and warnings of what will go wrong.

    How long ago is reckoned from our clock.
    """
    from syncd import certificates
    from syncd.cli.reminders import in_words
    from syncd.moved_history import report as report_of_move
    from syncd.store import moves, pauses, restoring, sources
    from syncd.store.db import connect
    from syncd.store.reminders import outbox_counts

    now = clock()
    views = {}
    with sound(config), closing(connect(config.store.path)) as store:
        warnings = certificates.ending(store, now)
        for view in ("sources", "collections"):
            cursor = store.db.execute(f"SELECT * FROM {view}")
            names = [c[0] for c in cursor.description]
            views[view] = [dict(zip(names, row, strict=True)) for row in cursor]
        paused = pauses.active(store.db, now.astimezone(zone_of(config.company.timezone)).date())
        outbox = outbox_counts(store.db, paused)
        if paused:
            warnings.append(in_words(paused))
        warnings += _of_scorer(config, store)
        if (came_back := restoring.restored(store)) and came_back.held:
            warnings.append(f"{len(came_back.held)} entries are held back since the store was put back from a backup; `syncd rebuild --apply` has them written")
        reasons = sources.reasons(store.db)
        moved = [report_of_move(store.db, move, counts=False) for move in moves.all_moves(store.db)]
    for row in views["sources"]:
        if row["last_success"]:
            row["lag_seconds"] = max(0, int((now - dt.datetime.fromisoformat(row["last_success"])).total_seconds()))
        if row["name"] in reasons:
            row["error"] = reasons[row["name"]]
    return {**views, "outbox": outbox, **({"moved": moved} if moved else {}), "ok": all(s["state"] == "ok" for s in views["sources"])}, warnings


def _of_scorer(config: Config, store: Store) -> list[str]:
    """Why the rules judge where the config asks for another scorer."""
    if config.scorer.kind == "rules":
        return []
    from syncd import scoring

    return scoring.warnings(config) or [text for text in [scoring.in_words(scoring.state_of(store.meta("scorer_state")))] if text]


def _table(title: str, rows: list[dict[str, Any]], columns: tuple[str, ...]) -> None:
    """Rows below their headings, nothing cut off: what is piped on stays whole."""
    lines = [tuple(title if c == "name" else c.replace("_", " ") for c in columns)]
    lines += [tuple("–" if row[c] is None else str(row[c]) for c in columns) for row in rows]
    widths = [max(len(line[i]) for line in lines) for i in range(len(columns))]
    for line in lines:
        click.echo("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip())
    click.echo()
