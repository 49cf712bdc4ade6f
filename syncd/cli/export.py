"""export: all that is stored about somebody, as files they can be given."""

from __future__ import annotations

from pathlib import Path

import click

from syncd.cli.common import config_option, echo_json, json_option, opened, read_config, user


@click.command()
@config_option
@json_option
@click.argument("asked", metavar="ADDRESS|PHONE|NAME|ID")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path, file_okay=False))
def export(config_file: str | None, as_json: bool, asked: str, folder: Path) -> None:
    """Write all that is stored about one person into DIR, a new or empty folder (GDPR Art. 15 and 20).

    Rows as JSON lines, one file a kind: messages, meetings, calls, promises, offers, complaints, facts, addresses with why they
    are theirs, what was decided, who looked. Originals as .eml and .ics. README.html says what is what in three languages.

    Other outside people are numbers: their addresses, and the names under which they took part. Whom a text only names stays
    in it; read the texts before you hand them over. The export is noted among the looks at that person.

    Example: syncd export ona@baltas.example ona
    """
    from syncd.asked import the_person
    from syncd.export import export as write

    with opened(read_config(config_file)) as world:
        whom = the_person(world, asked)
        done = write(world, whom, folder, by=user())
    if as_json:
        echo_json({"person": whom.uuid, "name": whom.name, "folder": str(folder), "counts": done.counts, "originals": done.originals,
                   "rewritten": done.rewritten, "lost": done.lost})  # fmt: skip
        return
    for kind, number in done.counts.items():
        click.echo(f"{number:6}  {kind}")
    click.echo(f"{done.originals:6}  originals, {done.rewritten} of them without others" + (f", {done.lost} lost" if done.lost else ""))
    click.echo(f"All about {whom.name} is in {folder}; the numbers equal the store's. Begin with README.html.")
