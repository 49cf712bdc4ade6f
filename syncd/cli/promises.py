"""promises: what is open, what people decide about it, and what can be learned from that."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from syncd.cli import promise_decisions
from syncd.cli.common import config_option, echo_json, json_option, opened, read_config

if TYPE_CHECKING:
    from syncd.core.comparison import Figures
    from syncd.learning import Learned


@click.group()
def promises() -> None:
    """Show what is open, decide about it, and learn from what was decided."""


for _command in promise_decisions.commands():
    promises.add_command(_command)


@promises.command(short_help="Train a scorer on what people confirmed and dismissed.")
@config_option
@json_option
def train(config_file: str | None, as_json: bool) -> None:
    """Train a scorer on what people confirmed and dismissed, and compare it with the rules.

    Confirmed is what was kept, moved, accepted, handed on, called off or broken; dismissed what got a "no" before its
    title. A deleted entry says nothing. Each fifth of the decisions is judged by what was learned from those before it.
    The scorer judges from then on only if it is better there, beyond chance, and [scorer] kind asks for it. Nothing leaves
    this machine. May be repeated; the model lies beside the store.
    """
    from syncd.learning import learn

    config = read_config(config_file)
    with opened(config) as world:
        learned = learn(world)
    if as_json:
        c = learned.comparison
        echo_json({
            "decisions": c.confirmed + c.dismissed, "confirmed": c.confirmed, "dismissed": c.dismissed, "threshold": learned.threshold,
            "rules": asdict(c.rules), "trained": asdict(c.trained), "better": c.is_better, "against": list(c.against),
            "model": learned.version or None, "scorer": learned.in_force or "rules",
        })  # fmt: skip
    else:
        _tell(learned, config.scorer.kind)


def _tell(learned: Learned, kind: str) -> None:
    """A training in words."""
    c = learned.comparison
    click.echo(f"{c.confirmed + c.dismissed} decisions: {c.confirmed} confirmed, {c.dismissed} dismissed.")
    if c.rules.n:
        click.echo(f"On the last {c.rules.n} of them, taken for promises from {learned.threshold:g} on:\n")
        _figures([("the rules", c.rules), ("trained", c.trained)])
    if not c.is_better:
        click.echo("The rules go on judging: " + "; ".join(c.against) + ".")
    elif learned.in_force.endswith(learned.version) and learned.in_force:
        click.echo(f"The trained scorer is better, and judges from now on ({learned.in_force}).")
    else:
        click.echo(f'The trained scorer is better. [scorer] kind = "{kind}" does not use it: write kind = "logistic".')


def _figures(rows: list[tuple[str, Figures]]) -> None:
    _lines([("", "precision", "recall", "F1", "log loss"), *((name, *map(_number, (f.precision, f.recall, f.f1, f.log_loss))) for name, f in rows)])
    click.echo()


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"


def _lines(lines: list[tuple[str, ...]]) -> None:
    widths = [max(len(line[i]) for line in lines) for i in range(len(lines[0]))]
    for line in lines:
        click.echo("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip())


@promises.command("eval", short_help="Show how well promises are judged, by language and threshold.")
@config_option
@json_option
def evaluate(config_file: str | None, as_json: bool) -> None:
    """Show how well promises are judged, by language and threshold, against what people decided.

    The rules are measured on all decisions, a trained scorer on those made since it was trained. Recall is that among the
    promises somebody decided about: what was never shown is in no figure.
    """
    from syncd.learning import evaluate as run

    config = read_config(config_file)
    with opened(config) as world:
        found = run(world)
    if as_json:
        rows = [{"scorer": r.scorer, "language": r.language or None, "threshold": r.threshold, **asdict(r.figures)} for r in found.rows]
        echo_json({"decisions": found.decisions, "scorer": found.in_force or "rules", "since": found.since or None, "rows": rows})
        return
    click.echo(f"{found.decisions} decisions; in force: {found.in_force or 'the rules'}" + (f", judged on those since {found.since}" if found.since else "") + ".\n")
    _lines([("scorer", "language", "from", "n", "promises", "precision", "recall", "F1"),
            *((r.scorer, r.language or "all", f"{r.threshold:g}", str(r.figures.n), str(r.figures.promises), *map(_number, (r.figures.precision, r.figures.recall, r.figures.f1)))
              for r in found.rows)])  # fmt: skip
