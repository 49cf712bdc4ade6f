"""auth: sign in to what only a person can open."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from syncd.cli.common import config_option, echo_json, json_option, read_config, sound
from syncd.errors import SourceError, Unavailable, UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from syncd.graph_sign_in import GraphSignIn
    from syncd.sign_in import SignIn, Signing

WITHIN = 300.0  # seconds in which a person answers


@click.group()
def auth() -> None:
    """Sign in to accounts that only a person can open to syncd."""


@auth.command(short_help="Ask a person's consent to their Google account, or try a service account.")
@config_option
@json_option
@click.argument("source", metavar="SOURCE")
@click.option("--client", "client_file", metavar="FILE", type=click.Path(path_type=Path), help="The OAuth client (type “Desktop app”) as downloaded from Google's console; needed the first time.")
@click.option("--port", type=click.IntRange(1, 65535), help="Listen for the answer at this port of 127.0.0.1, for a tunnel; any free one without it.")
@click.option("--no-browser", is_flag=True, help="Open no browser here; the address is shown in any case.")
@click.option("--paste", is_flag=True, help="The browser is on another machine: paste the address it ends at.")
def google(config_file: str | None, as_json: bool, source: str, client_file: Path | None, port: int | None, no_browser: bool, paste: bool) -> None:
    """Ask for the consent that SOURCE of the config and the others of its account need, and keep it in their token file.

    The person signs in to Google in a browser and leaves every box ticked. What is granted is kept only if it is all that
    was asked and of the account the config names; a running daemon goes on with its sources within its next turn. With
    service_account_file nobody is asked: the key is tried, and what an administrator of the domain has to allow is shown.
    Exit 69 where the account cannot be read in the end.
    """
    from connectors.google.access import require_libraries
    from syncd.sign_in import sign_in_of

    sign_in = sign_in_of(read_config(config_file), source)
    require_libraries()
    if sign_in.options.service_account_file:
        if client_file or port or paste:
            raise UsageError("--client, --port and --paste are for a person's consent; this source has a service account")
        _try_delegation(sign_in, source, as_json=as_json)
        return
    try:
        _ask(sign_in, client_file, port or 0, opens=not (no_browser or paste), paste=paste)
    except SourceError as problem:
        raise Unavailable(str(problem)) from problem
    with sound(sign_in.config):
        _tell_kept(sign_in, as_json=as_json)


@auth.command(short_help="Ask a person's consent to their Microsoft 365 mailbox, or try an application.")
@config_option
@json_option
@click.argument("source", metavar="SOURCE")
def graph(config_file: str | None, as_json: bool, source: str) -> None:
    """Ask for the consent that SOURCE of the config and the others of its mailbox need, and keep it in their token file.

    The person opens an address in a browser of any machine, enters the code that is shown here and signs in to Microsoft.
    What is granted is kept only if it is all that was asked and of the mailbox the config names; a running daemon goes on
    with its sources within its next turn. With client_secret_file or certificate_file nobody is asked: the application is
    tried, and what an administrator has to allow it is shown. Exit 69 where the mailbox cannot be read in the end.
    """
    from connectors.graph.access import require_libraries
    from syncd.graph_sign_in import graph_sign_in_of

    sign_in = graph_sign_in_of(read_config(config_file), source)
    require_libraries()
    if sign_in.options.token_file:
        try:
            _ask_for_code(sign_in)
        except SourceError as problem:
            raise Unavailable(str(problem)) from problem
        with sound(sign_in.config):
            _tell_consent(sign_in, as_json=as_json)
    else:
        _try_application(sign_in, as_json=as_json)


def _ask_for_code(sign_in: GraphSignIn) -> None:
    """One person asked, and the consent kept. Raises SourceError where it is not what was asked; then nothing is."""
    from connectors.graph.consent import Question
    from syncd.graph_sign_in import accept
    from syncd.sign_in import ready

    ready(sign_in)
    question = Question(sign_in.options, sign_in.scopes)
    click.echo(f"Open this address in a browser of any machine, enter the code and sign in as {sign_in.options.mailbox}:\n\n"
               f"  {question.address}\n  {question.code}\n\nWaiting {question.minutes:.0f} minutes for the answer.", err=True)  # fmt: skip
    accept(sign_in, question.answer())


def _tell_consent(sign_in: GraphSignIn, *, as_json: bool) -> None:
    from syncd.sign_in import wake

    wake(sign_in)
    names = [source.name for source in sign_in.sources]
    problems = _tried(sign_in, names)
    if as_json:
        echo_json(_graph_json(sign_in, names, problems))
    else:
        click.echo(f"{sign_in.options.mailbox}: signed in for {', '.join(names)}; kept in {sign_in.token_file}")
    _end(problems)


def _try_application(sign_in: GraphSignIn, *, as_json: bool) -> None:
    names = [source.name for source in sign_in.sources]
    problems = _tried(sign_in, names)
    if as_json:
        echo_json(_graph_json(sign_in, names, problems))
    else:
        works = "does not work" if problems else "works"
        click.echo(f"application {sign_in.options.client_id} for {sign_in.options.mailbox}: {works}; it needs {' '.join(sign_in.scopes)} for this mailbox")
    _end(problems)


def _graph_json(sign_in: GraphSignIn, names: list[str], problems: list[str]) -> dict[str, object]:
    return {"account": sign_in.options.mailbox, "sources": names, "scopes": list(sign_in.scopes), "client_id": sign_in.options.client_id, "problems": problems}


def _ask(sign_in: SignIn, client_file: Path | None, port: int, *, opens: bool, paste: bool) -> None:
    """One person asked, and the consent kept. Raises SourceError where it is not what was asked; then nothing is."""
    from connectors.google.consent import Consent, revoke
    from syncd.sign_in import accept, may_be_given_back, ready

    client = _client(sign_in, client_file)
    ready(sign_in)
    consent = Consent(client, sign_in.scopes, sign_in.options.account, port)
    try:
        click.echo(f"Open this address in a browser, sign in as {sign_in.options.account} and leave every box ticked:\n\n{consent.url}\n", err=True)
        if paste:
            address = click.prompt("In the end the browser says that it cannot connect. Paste the whole address it shows then", err=True)
        else:
            click.echo(f"Waiting {WITHIN / 60:.0f} minutes for the answer at 127.0.0.1:{consent.port}. From another machine: "
                       f"ssh -L {consent.port}:127.0.0.1:{consent.port} THIS-MACHINE, or call this with --paste.", err=True)  # fmt: skip
            _open(consent.url, opens)
            address = consent.answer(WITHIN)
        granted = consent.take(address)
    finally:
        consent.close()
    try:
        accept(sign_in, granted)
    except SourceError as problem:
        if may_be_given_back(sign_in):
            try:
                revoke(granted)
            except SourceError as other:
                raise Unavailable(f"{problem}. {other}") from problem
        raise


def _client(sign_in: SignIn, file: Path | None) -> Mapping[str, str]:
    from connectors.google.consent import client_kept, read_client

    client = read_client(file) if file else client_kept(sign_in.token_file)
    if client is None:
        raise UsageError("--client FILE is needed: the OAuth client as downloaded from Google's console (docs/admins/google.md shows the way)")
    return client


def _open(url: str, wanted: bool) -> None:
    """A browser, where there is a screen for one; elsewhere one in the terminal would be in the way."""
    if wanted and (sys.platform == "darwin" or os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        import webbrowser

        webbrowser.open(url)


def _tell_kept(sign_in: SignIn, *, as_json: bool) -> None:
    from syncd.sign_in import wake

    wake(sign_in)
    names = [source.name for source in sign_in.sources]
    problems = _tried(sign_in, names)
    if as_json:
        echo_json({"account": sign_in.options.account, "sources": names, "scopes": list(sign_in.scopes), "client_id": None, "problems": problems})
    else:
        click.echo(f"{sign_in.options.account}: signed in for {', '.join(names)}; kept in {sign_in.token_file}")
    _end(problems)


def _try_delegation(sign_in: SignIn, name: str, *, as_json: bool) -> None:
    from syncd.sign_in import not_delegated, service_account

    key = service_account(sign_in)
    refused = not_delegated(sign_in, name)
    problems = [f"source {name}: {refused}"] if refused else _tried(sign_in, [name])
    who = sign_in.options.subject or sign_in.options.account
    if as_json:
        echo_json({"account": who, "sources": [name], "scopes": list(sign_in.scopes), "client_id": key["client_id"], "problems": problems})
    else:
        click.echo(f"{key['client_email']} for {who}: {'does not work' if problems else 'works'}")
    if refused and not as_json:
        click.echo("In admin.google.com, Security > Access and data control > API controls > Manage Domain Wide Delegation, add for all sources with this key\n"
                   f"  Client ID      {key['client_id']}\n  OAuth scopes   {','.join(sign_in.scopes)}")  # fmt: skip
    _end(problems)


def _tried(sign_in: Signing, names: list[str]) -> list[str]:
    """What keeps these sources from being read now; what may, is warned of."""
    from syncd.sign_in import tried

    found = tried(sign_in, names)
    for text in found.warnings:
        click.echo(f"warning: {text}", err=True)
    return found.problems


def _end(problems: list[str]) -> None:
    """0 where every source answers."""
    if problems:
        raise Unavailable("\n".join(problems))
