"""What the values of a config mean, who is warned, where secrets and the config itself are found."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from syncd.config import Config, find_config, load, secret
from syncd.durations import Duration
from syncd.errors import ConfigError
from tests.config.kinds import GOOD, Folder, Server


def test_values_are_resolved(read: Callable[[str], Config], tmp_path: Path) -> None:
    """Paths lie by the config, people are their canonical address, durations are seconds, defaults are filled in."""
    config = read(GOOD)
    mail, info = config.sources
    assert mail.options == {"path": str(tmp_path / "mail/rasa")} and mail.settings == Folder(path=str(tmp_path / "mail/rasa"))
    assert (mail.owner, mail.every, info.every) == ("rasa@klimatas.example", 120, 60)
    assert info.members == ("rasa@klimatas.example",) and info.options["password_file"] == str(tmp_path / "secrets/info")
    assert isinstance(info.settings, Server) and info.settings.as_ == "task"
    assert config.store.path == tmp_path / "history.db" and config.store.max_message == 5 * 1024**2
    assert config.store.attachment_text is False
    assert config.reminders.hold == 120 and config.reminders.handoff_expires == Duration(5, "working days")
    assert config.privacy.exclude.people == {"mama@gmail.com", "+370 600 00000"} and config.privacy.exclude.domains == {"bank.example"}
    assert config.privacy.exclude.labels == frozenset() and config.privacy.keep == {"call": 730}
    assert config.company.departments[0].dispatcher == "rasa@klimatas.example"
    assert config.company.departments[0].standard == {"call": "1 working day", "fix": "2 days"}
    assert config.company.is_ours("klimatas.uab@gmail.com") and not config.company.is_ours("other@gmail.com")


def test_people_have_their_own_values_or_the_companys(read: Callable[[str], Config]) -> None:
    """A [[staff]] overrides; somebody not listed has the company's; so has who leaves, whose last day may be to come."""
    config = read(GOOD)
    rasa, jonas, other = (config.person(f"{name}@klimatas.example") for name in ("rasa.petraite", "jonas", "other"))
    assert (rasa.address, rasa.reminders, rasa.timezone) == ("rasa@klimatas.example", "on", "Europe/Riga")
    assert (jonas.left, jonas.reminders, jonas.timezone) == (dt.date(2026, 6, 30), "shadow", "Europe/Vilnius")
    assert (other.reminders, other.timezone, other.role) == ("shadow", "Europe/Vilnius", "staff")


@pytest.mark.parametrize(
    ("day", "working", "reason"),
    [
        (dt.date(2026, 11, 20), True, "a Friday"),
        (dt.date(2026, 11, 21), False, "a Saturday"),
        (dt.date(2026, 2, 16), False, "the day of statehood, a public holiday"),
        (dt.date(2012, 12, 25), False, "Christmas of years ago, for mail that is found late"),
        (dt.date(2026, 12, 31), False, "a free day of the company, written as a date"),
        (dt.date(2026, 12, 24), False, "a free day of the company, written as text"),
    ],
)
def test_the_working_calendar_knows_holidays(read: Callable[[str], Config], day: dt.date, working: bool, reason: str) -> None:
    """Working days are the company's week without the country's public holidays and its own free days."""
    assert read(GOOD).calendar.is_working(day) is working, reason


def test_a_short_day_has_hours_of_its_own(read: Callable[[str], Config]) -> None:
    """The day before a feast may end early, and people may work on a Saturday; a day without hours is refused with its line."""
    short = GOOD.replace("[store]", 'short_days = { "2026-12-23" = "09:00-14:00", "2026-12-19" = "10:00-12:00" }\n[store]', 1)
    calendar = read(short).calendar
    assert calendar.hours_of(dt.date(2026, 12, 23)) == (dt.time(9), dt.time(14)) and calendar.is_working(dt.date(2026, 12, 19))
    with pytest.raises(ConfigError, match=r"config.toml:9: company.short_days.2026-12-23: is empty"):
        read(short.replace("09:00-14:00", ""))


def test_working_hours_not_named_stay_as_they_are(read: Callable[[str], Config]) -> None:
    """Each day has its own default, as every key has."""
    hours = read(GOOD).hours
    assert hours[3:] == ((dt.time(9), dt.time(18)), (dt.time(9), dt.time(16)), None, None)


CALENDARS = [
    ("", "", "Promises", "neither names one"), ('calendar = "Klientai"', "", "Klientai", "named for all"), ('calendar = "Klientai"', 'reminder_calendar = "Rasa"', "Rasa", "the source's own goes before"),
]  # fmt: skip


@pytest.mark.parametrize(("general", "own", "expected", "why"), CALENDARS, ids=[row[-1] for row in CALENDARS])
@pytest.mark.parametrize("keys", ['connector = "caldav"\nurl = "https://dav.example/"\nuser = "r"\npassword_env = "P"', 'connector = "google-calendar"\naccount = "r@x.example"\ntoken_file = "t"'])
def test_the_calendar_for_all_is_that_of_each_source_without_one(tmp_path: Path, keys: str, general: str, own: str, expected: str, why: str) -> None:
    """Where the connector makes the calendar; a file or a default calendar has no name to give."""
    path = tmp_path / "config.toml"
    mail = '[[source]]\nname = "m"\nconnector = "eml"\npath = "mail"\n'
    path.write_text(f'[company]\ndomains = ["klimatas.example"]\n[reminders]\n{general}\n[[source]]\nname = "c"\n{keys}\nowner = "rasa@klimatas.example"\nreminders = true\n{own}\n{mail}[[staff]]\nemail = "rasa@klimatas.example"\n')
    calendar, other = load(path).sources
    assert calendar.settings.reminder_calendar == expected and "reminder_calendar" not in other.options  # type: ignore[union-attr]


def test_one_table_makes_a_source_for_each_person(read: Callable[[str], Config], tmp_path: Path) -> None:
    """{email} and {local} are each person's, in any key; who has left is meant only where a list names them."""
    table = '[[source_for_each]]\nname = "{local}-cal"\nconnector = "vdir"\npath = "cal/{email}/{local}"\nreminders = true\n'
    everybody = read(GOOD + table)
    assert [(s.name, s.owner) for s in everybody.sources[2:]] == [("Rasa-cal", "rasa@klimatas.example")]
    assert everybody.sources[2].options == {"path": str(tmp_path / "cal/Rasa@Klimatas.example/Rasa")}
    assert everybody.reminder_source("rasa@klimatas.example") is everybody.sources[2]
    assert [s.name for s in read(GOOD + table + 'staff = "sales"').sources[2:]] == ["Rasa-cal"]
    named = read(GOOD + table.replace("reminders = true\n", "") + 'staff = ["jonas@klimatas.example"]')
    assert [s.name for s in named.sources[2:]] == ["jonas-cal"]


@pytest.mark.parametrize(
    ("change", "warned", "reason"),
    [
        ("", True, "on for one of several people"),
        ('reminders = "on"→reminders = "shadow"', False, "on for nobody"),
        ('[privacy]→[privacy]\nnotice_given = "2026-11-01"', False, "they were told"),
    ],
)
def test_reminders_for_others_without_notice_are_a_warning(read: Callable[[str], Config], change: str, warned: bool, reason: str) -> None:
    """Staff are told before their calendars are written to: `check` insists, runs go on."""
    before, _, after = change.partition("→")
    text = read(GOOD.replace(before, after) if change else GOOD)
    assert any("privacy.notice_given" in warning for warning in text.warnings) is warned, reason


def test_one_who_writes_into_their_own_calendar_needs_no_notice(read: Callable[[str], Config]) -> None:
    """There are no others."""
    mine = '[company]\ndomains = ["a.example"]\n[reminders]\nmode = "on"\n'
    assert read(mine + '[[source]]\nname = "x"\nconnector = "vdir"\npath = "x"\nowner = "me@a.example"\n').warnings == ()


def test_a_secret_is_read_without_its_newline(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """From a file only its owner can read, a systemd credential, or an environment variable."""
    path = tmp_path / "secret"
    path.write_text("pa ss\n")
    path.chmod(0o600)
    assert secret({"password_file": str(path)}, "password") == "pa ss"
    monkeypatch.setenv("IMAP_PASSWORD", "from env")
    assert secret({"password_env": "IMAP_PASSWORD"}, "password") == "from env"
    assert secret(Server(password_file=str(path)), "password") == "pa ss"
    assert secret({}, "password") is None and secret(Server(), "password") is None


@pytest.mark.parametrize(
    ("options", "mode", "said", "reason"),
    [
        ({"password_file": "SECRET"}, 0o644, "chmod 600", "T16: others can read it"),
        ({"password_file": "SECRET"}, 0o640, "chmod 600", "T16: a group can read it"),
        ({"password_file": "none"}, 0o600, "cannot be read", "it is not there"),
        ({"password_env": "SYNCD_TEST_NOT_SET"}, 0o600, "is not set", "the variable is not there"),
        ({"password_file": "$CREDENTIALS_DIRECTORY/x"}, 0o600, "LoadCredential=x:FILE", "not started by systemd"),
    ],
)
def test_a_secret_that_cannot_be_used_says_why(tmp_path: Path, options: Mapping[str, str], mode: int, said: str, reason: str) -> None:
    """The text tells what to do; the secret is not in it."""
    path = tmp_path / "secret"
    path.write_text("CANARY\n")
    path.chmod(mode)
    with pytest.raises(ConfigError) as caught:
        secret({key: value.replace("SECRET", str(path)) for key, value in options.items()}, "password")
    assert said in str(caught.value) and "CANARY" not in str(caught.value), reason


def test_a_systemd_credential_is_found(read: Callable[[str], Config], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """$CREDENTIALS_DIRECTORY is the one variable that is read in a path."""
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", "/run/credentials/syncd.service")
    config = read(GOOD.replace("secrets/info", "$CREDENTIALS_DIRECTORY/info"))
    assert config.sources[1].options["password_file"] == "/run/credentials/syncd.service/info"


def test_the_config_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The given one, else $SYNCD_CONFIG, else ./config.toml, else the system's; else the error says what to do."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("SYNCD_CONFIG", raising=False)
    monkeypatch.setattr("syncd.config.SYSTEM_CONFIG", tmp_path / "etc.toml")
    with pytest.raises(ConfigError, match="syncd demo"):
        find_config(None)
    (tmp_path / "etc.toml").touch()
    assert find_config(None) == tmp_path / "etc.toml"
    (tmp_path / "config.toml").touch()
    assert find_config(None) == Path("config.toml")
    monkeypatch.setenv("SYNCD_CONFIG", "/elsewhere.toml")
    assert find_config(None) == Path("/elsewhere.toml")
    assert find_config("given.toml") == Path("given.toml")


@pytest.mark.parametrize(
    ("added", "said", "reason"),
    [
        ("", "a source of theirs that is a calendar", "mail and no calendar at all"),
        ('connector = "vdir"\npath = "c"', 'the source "cal"', "a calendar that could keep them"),
        ('connector = "vdir"\npath = "c"\nreminders = true', "", "it keeps them"),
        ('connector = "mbox"\npath = "c"', "a source of theirs that is a calendar", "more mail is no calendar"),
    ],
)
def test_one_with_mail_and_no_calendar_for_reminders_is_a_warning(read: Callable[[str], Config], added: str, said: str, reason: str) -> None:
    """Where the mode is on, what to write into the config is said with the line of the person; nobody else is named."""
    source = f'[[source]]\nname = "cal"\nowner = "rasa@klimatas.example"\n{added}\n' if added else ""
    warnings = [w for w in read(GOOD + source).warnings if "has mail" in w]
    assert [said in w and "rasa@klimatas.example" in w for w in warnings] == ([True] if said else []), reason
    assert not any("has mail" in w for w in read(GOOD.replace('reminders = "on"', 'reminders = "shadow"') + source).warnings)


def test_a_member_of_a_shared_mailbox_needs_a_calendar_too(read: Callable[[str], Config]) -> None:
    """What is promised from there is promised by one of them."""
    shared = GOOD.replace("mail/rasa", "mail/info").replace('owner = "rasa.petraite@klimatas.example"\nevery', 'members = ["rasa@klimatas.example"]\nevery')
    assert any("has mail" in w for w in read(shared).warnings)


def test_a_connector_there_is_not_is_told_beside_a_missing_calendar(tmp_path: Path) -> None:
    """What keeps reminders is asked only of connectors there are: every problem is still told at once."""
    path = tmp_path / "config.toml"
    source = '[[source]]\nname = "{0}"\nconnector = "{0}"\npath = "x"\nowner = "rasa@klimatas.example"\n'
    path.write_text('[company]\ndomains = ["klimatas.example"]\n[reminders]\nmode = "on"\nper_day = -1\n' + source.format("eml") + source.format("pigeon"))
    with pytest.raises(ConfigError) as caught:
        load(path)
    assert ["per_day" in text or "pigeon" in text for text in caught.value.problems] == [True, True]


SCORERS = [
    ("", "rules", "", None, "nothing is asked for"),
    ('kind = "logistic"', "logistic", "", None, "a trained one needs no other key"),
    ('kind = "llm"\nurl = "https://llm.example/v1"\nmodel = "small"\nkey_file = "secrets/llm"', "llm", "small", "secrets/llm", "a service, its key beside the config"),
    ('kind = "llm"\nurl = "http://127.0.0.1:8080/v1"\nmodel = "small"', "llm", "small", None, "one on this machine that asks for no key"),
    ('kind = "rules"\nurl = "https://llm.example/v1"\nmodel = "small"', "rules", "small", None, "switched off for a while"),
]  # fmt: skip


@pytest.mark.parametrize(("table", "kind", "model", "key", "reason"), SCORERS, ids=[row[-1] for row in SCORERS])
def test_a_scorer_is_what_the_config_says(read: Callable[[str], Config], tmp_path: Path, table: str, kind: str, model: str, key: str | None, reason: str) -> None:
    """The rules, unless another is named; none of these is doubtful."""
    config = read(f"{GOOD}\n[scorer]\n{table}\n")
    assert (config.scorer.kind, config.scorer.model, config.scorer.key_file) == (kind, model, tmp_path / key if key else None), reason
    assert not any(": scorer" in warning for warning in config.warnings)


@pytest.mark.parametrize(
    ("mode", "is_read", "reason"),
    [
        (0o400, True, "as it is laid out for root"),
        (0o440, True, "an ACL lets the service's user read: its mask shows as the group's right"),
        (0o444, False, "everybody reads it"),
        (0o460, False, "a group writes it"),
    ],
)
def test_a_systemd_credential_is_read_as_systemd_lays_it_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, mode: int, is_read: bool, reason: str) -> None:
    """systemd.exec(5), LoadCredential: readable by the user of the service alone."""
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path))
    (tmp_path / "info").write_text("CANARY")
    (tmp_path / "info").chmod(mode)
    options = {"password_file": str(tmp_path / "info")}
    if is_read:
        assert secret(options, "password") == "CANARY", reason
        return
    with pytest.raises(ConfigError, match="others can read"):
        secret(options, "password")


WEB = [
    ('auth = "proxy"\nproxy_header = "X-User"', "", "on this machine"),
    ('bind = "0.0.0.0:80"\nauth = "proxy"\nproxy_header = "X-User"', "only a proxy on this machine is believed", "the header is believed from nobody else"),
    ('bind = "0.0.0.0:80"\nauth = "proxy"\nproxy_header = "X-User"\nproxy_secret_file = "s"', "", "a proxy elsewhere that proves itself"),
    ('auth = "passwords"\nusers_file = "u"', "", "on this machine nobody listens in"),
    ('bind = "0.0.0.0:80"\nauth = "passwords"\nusers_file = "u"', "put a proxy with TLS before the pages", "passwords in the clear"),
    ('bind = "0.0.0.0:80"\nauth = "passwords"\nusers_file = "u"\nurl = "https://history.a.example"', "", "a proxy ends TLS before it"),
]


@pytest.mark.parametrize(("web", "said", "reason"), WEB)
def test_a_doubtful_way_in_is_a_warning(read: Callable[[str], Config], web: str, said: str, reason: str) -> None:
    """T13: with the line and what to do; the files lie by the config."""
    config = read(f'[company]\ndomains = ["a.example"]\n[web]\n{web}\n')
    assert [said in w for w in config.warnings if ": web." in w] == ([True] if said else []), reason
    assert config.web.users_file == (config.folder / "u" if "users_file" in web else None)
