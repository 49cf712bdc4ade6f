"""doctor: what is wrong, or will be."""

from __future__ import annotations

import sys

import click

from syncd.cli.common import config_option, echo_json, json_option, read_config
from syncd.clock import clock


@click.command()
@config_option
@json_option
@click.option("--try", "tries", multiple=True, metavar="ADDRESS", help="A mailbox the config does not list, to see that no key opens it; staff without a source, where not given. May be given many times.")
def doctor(config_file: str | None, as_json: bool, tries: tuple[str, ...]) -> None:
    """Look for what nobody notices until it hurts: keys that open other mailboxes or may do more than is needed, what ends soon,
    files that others reach, what has been stuck for days, a store that contradicts itself, missing backups.

    Each finding says what to do. Nothing is written anywhere; of a mailbox the id of a folder is read at most, and the store is read
    whole: a minute for some gigabytes. A key that could open every mailbox is tried on one that is not listed, and it is a finding that it opens. Exit 1 where something is found.
    """
    import dataclasses

    from syncd.core.addresses import canonical
    from syncd.doctor import CHECKS, Case, examine

    config = read_config(config_file)
    findings = examine(Case(config=config, now=clock(), tries=tuple(map(canonical, tries))))
    if as_json:
        echo_json({"ok": not findings, "findings": [dataclasses.asdict(finding) for finding in findings]})
    else:
        for finding in findings:
            click.echo(f"{finding.code}: {finding.where}\n  {finding.text}\n  → {finding.remedy}")
        if not findings:
            click.echo(f"{config.file}: nothing found by {len(CHECKS)} checks.")
    if findings:
        sys.exit(1)
