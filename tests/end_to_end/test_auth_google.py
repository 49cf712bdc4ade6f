"""`syncd auth google` as an administrator meets it: a person consents or does not, a domain allows or does not, and the daemon goes on."""

from __future__ import annotations

import json
import os
import re
import signal
import sqlite3
import stat
import subprocess
import sys
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

import syncd.cli.auth
from connectors.google.account import CALENDARS_OWN, CALENDARS_READ, CONTACTS_READ, EVENTS_READ, EVENTS_WRITE, GMAIL_READ, IDENTITY
from syncd.errors import ReauthNeeded
from tests.conftest import Ran, bytecode_kept
from tests.end_to_end.test_daemon import daemon, stored, until
from tests.fakes.google import Google, google

RASA, JONAS = "rasa@klimatas.example", "jonas@klimatas.example"
COMPANY = f"""
[company]
domains = ["klimatas.example"]
timezone = "Europe/Vilnius"
[run]
health = ""
[[staff]]
email = "{RASA}"
name = "Rasa Petraitė"
[[staff]]
email = "{JONAS}"
name = "Jonas Jonaitis"
"""
SOURCE = """
[[source]]
name = "{name}"
connector = "{connector}"
account = "rasa@klimatas.example"
token_file = "tokens/rasa.json"
endpoint = "{url}"
owner = "rasa@klimatas.example"
every = "1 s"
{more}
"""
NAMES = {"gmail": "rasa-mail", "google-calendar": "rasa-calendar", "google-contacts": "rasa-contacts"}
MAIL = b"""From: Ona <ona@baldai.example>\r\nTo: rasa@klimatas.example\r\nSubject: Filtrai %d\r\nDate: Tue, 17 Nov 2026 10:%02d:00 +0200
Message-ID: <%d@baldai.example>\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nKada bus filtrai?\r\n"""


@pytest.fixture
def g() -> Iterator[Google]:
    with google() as world:
        world.account(RASA)
        world.account(JONAS)
        yield world


def write_config(folder: Path, g: Google, *connectors: str, more: str = "") -> Path:
    """The company with these sources of Rasa's, and the client as downloaded."""
    tables = [SOURCE.format(name=NAMES[c], connector=c, url=g.url, more=more if c == "google-calendar" else "") for c in connectors]
    (folder / "config.toml").write_text(COMPANY + "".join(tables), encoding="utf-8")
    g.client_file(folder / "client.json")
    return folder / "tokens" / "rasa.json"


@pytest.fixture
def person(g: Google, monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[str]]:
    """`person(…)`: who sits at the screen, and does this in the browser that opens; the addresses it was opened with."""

    def sits(account: str = RASA, *, scopes: Iterable[str] | None = None, refuses: bool = False) -> list[str]:
        opened: list[str] = []

        def browse(url: str) -> bool:
            opened.append(url)
            g.consent(url, account, scopes=scopes, refuses=refuses)
            return True

        monkeypatch.setenv("DISPLAY", ":0")
        monkeypatch.setattr("webbrowser.open", browse)
        return opened

    return sits


SCOPES = [
    # connectors, keys of the calendar, scopes that are asked for, reason
    (["gmail"], "", {GMAIL_READ}, "mail alone"),
    (["google-contacts"], "", {CONTACTS_READ, *IDENTITY}, "contacts alone do not say whose they are"),
    (["gmail", "google-calendar", "google-contacts"], "", {GMAIL_READ, EVENTS_READ, CALENDARS_READ, CONTACTS_READ}, "one consent for all of an account"),
    (["google-calendar"], "reminders = true", {EVENTS_READ, CALENDARS_READ, CALENDARS_OWN}, "reminders in a calendar of their own: no right to the person's"),
    (
        ["google-calendar"],
        'reminders = true\nreminder_calendar = "primary"',
        {EVENTS_READ, CALENDARS_READ, EVENTS_WRITE},
        "only who wants them in the own calendar grants writing there",
    ),
]


@pytest.mark.parametrize(("connectors", "more", "scopes", "reason"), SCOPES, ids=[reason for *_, reason in SCOPES])
def test_consent_is_asked_for_what_the_sources_of_the_account_need_and_no_more(
    g: Google, tmp_path: Path, person: Callable[..., list[str]], syncd_here: Callable[..., Ran], connectors: list[str], more: str, scopes: set[str], reason: str
) -> None:
    """One sign-in for all sources with the same token file; it is kept for its owner alone, and nothing secret is told."""
    token_file = write_config(tmp_path, g, *connectors, more=more)
    opened = person()
    ran = syncd_here("auth", "google", NAMES[connectors[0]], "-c", "config.toml", "--client", "client.json", "--json", cwd=tmp_path)
    assert (ran.code, ran.json["problems"], ran.json["sources"]) == (0, [], [NAMES[c] for c in connectors]), reason
    [url] = opened
    assert set(urllib.parse.parse_qs(urllib.parse.urlsplit(url).query)["scope"][0].split()) == scopes
    kept = json.loads(token_file.read_text())
    assert (kept["account"], set(kept["scopes"]), stat.S_IMODE(token_file.stat().st_mode)) == (RASA, scopes, 0o600)
    assert [path.name for path in token_file.parent.iterdir() if not path.name.endswith(".lock")] == ["rasa.json"]
    for secret in (kept["refresh_token"], kept["token"], kept["client_secret"], *g.tokens.codes):
        assert secret not in ran.out + ran.err


WRONG = [
    # what the person does, what is told, reason
    ({"account": JONAS}, f"{JONAS} has signed in", "the browser was signed in as a colleague (F43)"),
    ({"scopes": [GMAIL_READ]}, "not for reading the entries of calendars", "two boxes were unticked"),
    ({"refuses": True}, "refused in the browser", "no was pressed"),
]


@pytest.mark.parametrize(("does", "told", "reason"), WRONG, ids=[reason for *_, reason in WRONG])
def test_what_is_not_what_was_asked_is_not_kept(
    g: Google, tmp_path: Path, person: Callable[..., list[str]], syncd_here: Callable[..., Ran], does: dict[str, object], told: str, reason: str
) -> None:
    """F43: it fails closed, with 69: no file, and what was granted is given back."""
    token_file = write_config(tmp_path, g, "gmail", "google-calendar")
    person(**does)
    ran = syncd_here("auth", "google", "rasa-mail", "-c", "config.toml", "--client", "client.json", cwd=tmp_path)
    assert (ran.code, told in ran.err, ran.out) == (69, True, ""), reason
    assert not token_file.exists() and all(grant.revoked for grant in g.tokens.grants.values())


def test_what_could_not_be_given_back_is_said(g: Google, tmp_path: Path, person: Callable[..., list[str]], syncd_here: Callable[..., Ran]) -> None:
    """Beside what was wrong with it: the person takes it back in their account."""
    write_config(tmp_path, g, "gmail")
    person(JONAS)
    g.says("revoke", 503, times=9)
    ran = syncd_here("auth", "google", "rasa-mail", "-c", "config.toml", "--client", "client.json", cwd=tmp_path)
    assert (ran.code, f"{JONAS} has signed in" in ran.err, "myaccount.google.com" in ran.err) == (69, True, True)


def test_a_consent_that_is_there_survives_a_wrong_one(g: Google, tmp_path: Path, person: Callable[..., list[str]], syncd_here: Callable[..., Ran]) -> None:
    """F43: nothing of the old file changes; and nothing is revoked, for Google would end the consent that works with it."""
    token_file = write_config(tmp_path, g, "gmail")
    token_file.parent.mkdir()
    g.token_file(token_file, RASA)
    before = token_file.read_bytes()
    person(JONAS)
    assert syncd_here("auth", "google", "rasa-mail", "-c", "config.toml", "--client", "client.json", cwd=tmp_path).code == 69
    assert token_file.read_bytes() == before and not any(grant.revoked for grant in g.tokens.grants.values())


def test_an_account_of_which_nobody_says_whose_it_is_is_not_kept(
    g: Google, tmp_path: Path, person: Callable[..., list[str]], syncd_here: Callable[..., Ran]
) -> None:
    """F43: the API is not switched on in the project; the text says where."""
    token_file = write_config(tmp_path, g, "gmail")
    person()
    g.says("gmail.users.getProfile", 403, reason="accessNotConfigured", times=9)
    ran = syncd_here("auth", "google", "rasa-mail", "-c", "config.toml", "--client", "client.json", cwd=tmp_path)
    assert (ran.code, token_file.exists()) == (69, False)
    assert "API is not enabled" in ran.err and "Nothing was kept" in ran.err


def test_a_consent_without_an_end_is_demanded(
    g: Google, tmp_path: Path, person: Callable[..., list[str]], syncd_here: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without a refresh token the daemon would stop in an hour."""
    token_file = write_config(tmp_path, g, "gmail")
    person()
    given = g.tokens._redeem
    monkeypatch.setattr(g.tokens, "_redeem", lambda form: {k: v for k, v in given(form).items() if k != "refresh_token"})
    ran = syncd_here("auth", "google", "rasa-mail", "-c", "config.toml", "--client", "client.json", cwd=tmp_path)
    assert (ran.code, "for an hour only" in ran.err, token_file.exists()) == (69, True, False)


def test_contacts_of_somebody_else_are_not_kept(g: Google, tmp_path: Path, person: Callable[..., list[str]], syncd_here: Callable[..., Ran]) -> None:
    """F43: also where no mail and no calendar tells whose they are."""
    token_file = write_config(tmp_path, g, "google-contacts")
    person(JONAS)
    ran = syncd_here("auth", "google", "rasa-contacts", "-c", "config.toml", "--client", "client.json", cwd=tmp_path)
    assert (ran.code, f"{JONAS} has signed in" in ran.err, token_file.exists()) == (69, True, False)


def test_nobody_answers(g: Google, tmp_path: Path, syncd_here: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch) -> None:
    """The command ends by itself, with 69."""
    token_file = write_config(tmp_path, g, "gmail")
    monkeypatch.setattr(syncd.cli.auth, "WITHIN", 0.05)
    ran = syncd_here("auth", "google", "rasa-mail", "-c", "config.toml", "--client", "client.json", "--no-browser", cwd=tmp_path)
    assert (ran.code, "nobody answered" in ran.err, token_file.exists()) == (69, True, False)


REFUSED = [
    # arguments after `auth google`, what is told, code, reason
    (["nobody-mail"], "rasa-mail", 64, "no such source: those there are"),
    (["files"], "rasa-mail", 64, "a source that is none of Google's"),
    (["rasa-mail"], "--client", 64, "the first time, and no client is named"),
    (["rasa-mail", "--client", "config.toml"], "Desktop app", 78, "a file that is no client"),
    (["neither"], "token_file", 78, "the config names no way in"),
    (["shared-rasa", "--client", "client.json"], "one file holds one account", 78, "two accounts in one token file"),
    (["acts", "--client", "client.json"], "`subject` goes with", 78, "a consent acts for nobody else"),
    (["domain", "--paste"], "service account", 64, "nobody is asked for a service account"),
    (["domain"], "is no key", 78, "the file is not the key of a service account"),
]


@pytest.mark.parametrize(("arguments", "told", "code", "reason"), REFUSED, ids=[reason for *_, reason in REFUSED])
def test_what_cannot_be_is_refused_before_anybody_is_asked(
    g: Google, tmp_path: Path, syncd_here: Callable[..., Ran], arguments: list[str], told: str, code: int, reason: str
) -> None:
    """The person at the screen is not troubled for a consent that could not be used."""
    write_config(tmp_path, g, "gmail")
    two = "".join(SOURCE.format(name=f"shared-{who[:4]}", connector="gmail", url=g.url, more="").replace("rasa.json", "two.json").replace(RASA, who) for who in (RASA, JONAS))
    more = f"""{two}
[[source]]
name = "files"
connector = "maildir"
path = "mail"
[[source]]
name = "neither"
connector = "gmail"
account = "{RASA}"
[[source]]
name = "acts"
connector = "gmail"
account = "{RASA}"
subject = "{JONAS}"
token_file = "tokens/acts.json"
[[source]]
name = "domain"
connector = "gmail"
account = "{JONAS}"
service_account_file = "client.json"
"""
    with (tmp_path / "config.toml").open("a", encoding="utf-8") as file:
        file.write(more)
    ran = syncd_here("auth", "google", *arguments, "-c", "config.toml", cwd=tmp_path)
    assert (ran.code, told in ran.err) == (code, True), (reason, ran.err)
    assert g.log == []


@pytest.mark.slow
def test_without_the_libraries_it_says_what_to_install(g: Google, tmp_path: Path, syncd_here: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch) -> None:
    """The extra is 136 MB, and not everybody is with Google: auth, check and once tell its name."""
    token_file = write_config(tmp_path, g, "gmail")
    token_file.parent.mkdir()
    g.token_file(token_file, RASA)
    monkeypatch.setitem(sys.modules, "googleapiclient", None)
    for arguments in (("auth", "google", "rasa-mail"), ("check",), ("once",)):
        ran = syncd_here(*arguments, "-c", "config.toml", cwd=tmp_path)
        assert ran.code in (69, 78) and "pip install 'syncd[google]'" in ran.out + ran.err, arguments


@pytest.mark.slow
def test_a_config_that_names_google_is_read_without_its_libraries(g: Google, tmp_path: Path) -> None:
    """They take the better part of a second; `syncd status` of such a company does not."""
    write_config(tmp_path, g, "gmail", "google-calendar", "google-contacts", more="reminders = true")
    code = "import sys; from pathlib import Path; from syncd.config import load; load(Path('config.toml')); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True, env=bytecode_kept(os.environ))
    assert "connectors.google.gmail" in done.stdout.split()
    assert {"googleapiclient", "google.auth", "oauthlib", "httpx2"} & set(done.stdout.split()) == set()


def test_check_tells_of_each_source_that_nobody_signed_in(g: Google, tmp_path: Path, syncd_here: Callable[..., Ran]) -> None:
    """Contacts too, of which there is nothing to list; the command to call is in the text."""
    write_config(tmp_path, g, "gmail", "google-calendar", "google-contacts")
    ran = syncd_here("check", "-c", "config.toml", "--json", cwd=tmp_path)
    assert ran.code == 78
    assert [text.split(":")[0] for text in ran.json["problems"]] == [f"source {name}" for name in NAMES.values()]
    assert all("run `syncd auth google`" in text for text in ran.json["problems"])


@pytest.mark.slow
@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a file away: what root would do to the daemon's files was NOT tried")
def test_called_as_root_it_leaves_nothing_that_the_daemon_cannot_read(
    g: Google, tmp_path: Path, person: Callable[..., list[str]], syncd_here: Callable[..., Ran]
) -> None:
    """Either the folder of the token file is the daemon's, and so is the file, or it says as whom to call."""
    token_file = write_config(tmp_path, g, "gmail")
    (tmp_path / "history.db").touch()
    os.chown(tmp_path / "history.db", 65534, 65534)
    person()
    command = ("auth", "google", "rasa-mail", "-c", "config.toml", "--client", "client.json")
    ran = syncd_here(*command, cwd=tmp_path)
    assert (ran.code, "sudo -u nobody" in ran.err, g.log) == (78, True, [])
    (tmp_path / "history.db").unlink()
    assert syncd_here("once", "-c", "config.toml", cwd=tmp_path).code == 69  # makes the store
    os.chown(tmp_path / "history.db", 65534, 65534)
    token_file.parent.mkdir()
    os.chown(token_file.parent, 65534, 65534)
    assert syncd_here(*command, cwd=tmp_path).code == 0
    assert token_file.stat().st_uid == 65534


# ── as another program, and as a person at a terminal ─────────────────────────────────────────────────────────────


def call(folder: Path, *more: str) -> subprocess.Popen[str]:
    """`syncd auth google rasa-mail` as it stands in a shell."""
    command = [sys.executable, "-m", "syncd", "auth", "google", "rasa-mail", "-c", "config.toml", "--client", "client.json", *more]
    environ = bytecode_kept({k: v for k, v in os.environ.items() if not k.startswith("SYNCD_")})
    return subprocess.Popen(command, cwd=folder, env=environ, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def shown(process: subprocess.Popen[str]) -> str:
    """The address a person is asked to open."""
    assert process.stderr is not None
    return next(line.strip() for line in process.stderr if line.startswith("http"))


class _Stay(urllib.request.HTTPRedirectHandler):
    """A browser on another machine: the address it is sent to leads nowhere there."""

    def redirect_request(self, *_: object) -> None:
        return None


def sent_to(g: Google, url: str) -> str:
    """Where such a browser ends."""
    with urllib.request.urlopen(url, timeout=10) as page:
        name = page.read().decode().partition('name="request" value="')[2].partition('"')[0]
    form = urllib.parse.urlencode({"request": name, "account": RASA, "scope": GMAIL_READ, "answer": "allow"})
    try:
        urllib.request.build_opener(_Stay).open(f"{g.url}/o/oauth2/consent", form.encode(), timeout=10)
    except urllib.error.HTTPError as answer:
        return str(answer.headers["Location"])
    raise AssertionError("the consent page sent nobody anywhere")


@pytest.mark.slow
def test_on_a_server_without_a_browser_the_address_is_pasted(g: Google, tmp_path: Path) -> None:
    """The browser on the desk cannot connect, and shows the address; nothing but that is needed."""
    token_file = write_config(tmp_path, g, "gmail")
    with call(tmp_path, "--paste") as process:
        out, _ = process.communicate(sent_to(g, shown(process)) + "\n", timeout=60)
    assert (process.returncode, json.loads(token_file.read_text())["account"]) == (0, RASA)
    assert out.startswith(f"{RASA}: signed in for rasa-mail; kept in ")


@pytest.mark.slow
def test_ctrl_c_ends_the_waiting(g: Google, tmp_path: Path) -> None:
    """With 130, and nothing kept."""
    token_file = write_config(tmp_path, g, "gmail")
    with call(tmp_path, "--no-browser") as process:
        shown(process)
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=60)
    assert (process.returncode, token_file.exists(), "Traceback" in err) == (130, False, False)


# ── a whole domain ───────────────────────────────────────────────────────────────────────────────────────────────

DOMAIN = """
[[source_for_each]]
name = "{{local}}-mail"
connector = "gmail"
account = "{{email}}"
service_account_file = "google.json"
endpoint = "{url}"
staff = ["rasa@klimatas.example"]

[[source_for_each]]
name = "{{local}}-calendar"
connector = "google-calendar"
account = "{{email}}"
service_account_file = "google.json"
endpoint = "{url}"
reminders = true
staff = ["rasa@klimatas.example"]
"""


def test_a_service_account_is_tried_and_what_the_domain_has_to_allow_is_shown(g: Google, tmp_path: Path, syncd_here: Callable[..., Ran]) -> None:
    """F42: the client id and the scopes of all sources with that key, ready to be pasted; afterwards it works."""
    (tmp_path / "config.toml").write_text(COMPANY + DOMAIN.format(url=g.url), encoding="utf-8")
    g.service_account_file(tmp_path / "google.json")
    ran = syncd_here("auth", "google", "rasa-mail", "-c", "config.toml", cwd=tmp_path)
    wanted = f"{GMAIL_READ},{EVENTS_READ},{CALENDARS_READ},{CALENDARS_OWN}"
    assert (ran.code, g.tokens.service_id in ran.out, wanted in ran.out, "may not act for" in ran.err) == (69, True, True, True)
    g.delegated[RASA] = set(wanted.split(","))
    (tmp_path / "google.json").touch()  # what was refused is not asked again at once, unless the key is another
    g.says("gmail.users.getProfile", 403, reason="accessNotConfigured")
    ran = syncd_here("auth", "google", "rasa-mail", "-c", "config.toml", "--json", cwd=tmp_path)
    assert (ran.code, ran.json["client_id"], ran.json["scopes"]) == (69, g.tokens.service_id, wanted.split(","))
    assert "API is not enabled" in ran.json["problems"][0]  # the domain allows it, the project does not
    ran = syncd_here("auth", "google", "rasa-calendar", "-c", "config.toml", cwd=tmp_path)
    assert (ran.code, ran.out) == (0, f"{g.tokens.service} for {RASA}: works\n"), ran.err


@pytest.mark.slow
def test_a_mailbox_that_is_not_listed_is_never_asked_for(g: Google, tmp_path: Path, syncd_here: Callable[..., Ran]) -> None:
    """The service account could; the config names who is meant, and nobody else's token is fetched."""
    (tmp_path / "config.toml").write_text(COMPANY + DOMAIN.format(url=g.url), encoding="utf-8")
    g.service_account_file(tmp_path / "google.json")
    for address in (RASA, JONAS):
        g.delegated[address] = {GMAIL_READ, EVENTS_READ, CALENDARS_READ, CALENDARS_OWN}
    assert syncd_here("check", "-c", "config.toml", cwd=tmp_path).code == 0
    ran = syncd_here("once", "-c", "config.toml", "--json", cwd=tmp_path)
    assert (ran.code, {s["name"] for s in ran.json["sources"]}) == (0, {"rasa-mail", "rasa-calendar"})
    assert {asked.account for asked in g.log} == {RASA}


# ── the daemon ───────────────────────────────────────────────────────────────────────────────────────────────────


def state(folder: Path) -> tuple[str, str]:
    """How the mailbox stands in the store, and why."""
    with closing(sqlite3.connect(f"file:{folder / 'history.db'}?mode=ro", uri=True)) as db:
        return tuple(db.execute("SELECT state, coalesce(error, '') FROM source WHERE name = 'rasa-mail'").fetchone())  # type: ignore[return-value]


@pytest.mark.slow
def test_after_consent_was_withdrawn_the_daemon_says_so_and_goes_on_when_it_is_given_anew(g: Google, tmp_path: Path) -> None:
    """F39, G18: the state within a poll, at most three token calls while nobody does anything, and no gap afterwards."""
    token_file = write_config(tmp_path, g, "gmail")
    token_file.parent.mkdir()
    g.token_file(token_file, RASA)
    mail = g.account(RASA).mail
    mail.deliver(MAIL % (1, 1, 1), "INBOX")
    with daemon(tmp_path):
        assert until(lambda: stored(tmp_path) == 1)
        asked = len(g.asked("token"))
        g.revoke(RASA)
        assert until(lambda: state(tmp_path)[0] == ReauthNeeded.state)
        assert "syncd auth google" in state(tmp_path)[1]
        mail.deliver(MAIL % (2, 2, 2), "INBOX")
        mail.deliver(MAIL % (3, 3, 3), "INBOX")
        until(lambda: len(g.asked("token")) > asked + 3, seconds=8)  # its tries are over in seven seconds
        assert len(g.asked("token")) - asked <= 3
        assert stored(tmp_path) == 1
        with call(tmp_path, "--no-browser") as process:
            g.consent(shown(process), RASA)
            assert process.wait(timeout=60) == 0
        assert until(lambda: stored(tmp_path) == 3, seconds=10)
        assert until(lambda: state(tmp_path) == ("ok", ""), seconds=10)


# ── the way of the document ──────────────────────────────────────────────────────────────────────────────────────


DOCUMENT = (Path(__file__).parents[2] / "docs" / "admins" / "google.md").read_text(encoding="utf-8")
WHO = f'[company]\nname = "Klimatas"\ndomains = ["klimatas.example"]\ntimezone = "Europe/Vilnius"\n[[staff]]\nemail = "{RASA}"\nname = "Rasa"\n'


def ways() -> list[str]:
    """The sources as the document has them, for one person and for a domain."""
    found = re.findall(r"^ *```toml\n(.*?)^ *```$", DOCUMENT, re.MULTILINE | re.DOTALL)
    return [block for block in found if "gmail" in block]


def at(g: Google, block: str) -> str:
    """The same sources at the fake, their tokens in the folder of the test."""
    return re.sub(r'(?m)^( *account = .*)$', rf'\1\nendpoint = "{g.url}"', block.replace("/var/lib/syncd/", ""))


def harvested(folder: Path, syncd_here: Callable[..., Ran]) -> dict[str, int]:
    """What `check` and `once` then give: how much of each source is stored."""
    checked = syncd_here("check", "-c", "config.toml", cwd=folder)
    assert (checked.code, checked.err) == (0, "")
    ran = syncd_here("once", "-c", "config.toml", "--json", cwd=folder)
    assert (ran.code, ran.err, [s["error"] for s in ran.json["sources"] if s["error"]]) == (0, "", [])
    return {s["name"]: s["stored"] for s in ran.json["sources"]}


@pytest.mark.slow
def test_the_way_of_the_document_for_one_person_ends_in_a_harvest(
    g: Google, tmp_path: Path, person: Callable[..., list[str]], syncd_here: Callable[..., Ran]
) -> None:
    """Every command as it stands there, after the steps in Google's console."""
    (tmp_path / "config.toml").write_text(WHO + at(g, ways()[0]), encoding="utf-8")
    g.client_file(tmp_path / "client.json")
    g.account(RASA).mail.deliver(MAIL % (1, 1, 1), "INBOX")
    person()
    ran = syncd_here("auth", "google", "rasa-mail", "-c", "config.toml", "--client", "client.json", cwd=tmp_path)
    assert (ran.code, ran.out.startswith(f"{RASA}: signed in for rasa-mail, rasa-calendar, rasa-contacts; kept in ")) == (0, True)
    assert harvested(tmp_path, syncd_here)["rasa-mail"] == 1


@pytest.mark.slow
def test_the_way_of_the_document_for_a_domain_ends_in_a_harvest(g: Google, tmp_path: Path, syncd_here: Callable[..., Ran]) -> None:
    """With the scopes that stand there, and no others."""
    (tmp_path / "config.toml").write_text(WHO + f'[[staff]]\nemail = "{JONAS}"\n' + at(g, ways()[1]), encoding="utf-8")
    g.service_account_file(tmp_path / "google.json")
    [line] = re.findall(r"^ *(https://www\.googleapis\.com/auth/\S+)$", DOCUMENT, re.MULTILINE)
    for address in (RASA, JONAS):
        g.delegated[address] = set(line.split(","))
        g.account(address).mail.deliver((MAIL % (1, 1, 1)).replace(RASA.encode(), address.encode()), "INBOX")
    assert syncd_here("auth", "google", "rasa-mail", "-c", "config.toml", cwd=tmp_path).code == 0
    stored_ones = harvested(tmp_path, syncd_here)
    assert (len(stored_ones), stored_ones["rasa-mail"] + stored_ones["jonas-mail"]) == (6, 2)
