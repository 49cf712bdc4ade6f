"""What is excluded leaves its row in `excluded` and nothing else, anywhere (DESIGN §5.8, P1-P4, T40)."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from syncd.cli import cli
from tests.store.world import JOHN, JONAS, ONA, PETRAS, RASA, Mail, Office, meeting

pytestmark = pytest.mark.slow

CANARY = "kanarėlė-7391"
DOCTOR = "doctor@clinic.example"


def _mail(id_: str = "x1", **changes: object) -> Mail:
    values: dict[str, object] = {"sender": ONA, "to": (RASA,), "at": "2026-11-14T10:00", "subject": f"Apie {CANARY}", "text": f"Slapta: {CANARY}."}
    return Mail(id=f"{id_}-canary7391", **{**values, **changes})  # type: ignore[arg-type]


def _leaks(office: Office) -> list[str]:
    """Every file of the store in which the canary's letters stand, in any case, or stemmed in the index."""
    found = []
    for path in [*office.folder.glob("history.db*"), *office.folder.glob("raw/*")]:
        data = path.read_bytes().lower()
        if any(word in data for word in (b"canary7391", b"kanar", b"clinic.example")):
            found.append(path.name)
    return found


def _run(office: Office, *arguments: str) -> Result:
    return CliRunner().invoke(cli, [*arguments, "-c", str(office.folder / "config.toml")], env={"SYNCD_NOW": office.now.isoformat()})


def _config(**lists: list[str]) -> str:
    names = {"people": [], "domains": [], "folders": [], "labels": ["Private", "Личное", "Asmeniška"], **lists}
    return "exclude = { " + ", ".join(f"{kind} = {value!r}".replace("'", '"') for kind, value in names.items()) + " }"


# the mail, its folder, lines for [privacy] → rule, why
EXCLUDED = [
    (_mail(headers=("Sensitivity: Private",)), "", "", "sensitivity", "marked private by its header (RFC 4021)"),
    (_mail(headers=("Sensitivity: Personal",)), "", "", "sensitivity", "marked personal"),
    (_mail(headers=("Sensitivity: Company-Confidential",)), "", "", "sensitivity", "marked confidential"),
    (_mail(headers=("sensitivity: PRIVATE",)), "", "", "sensitivity", "whatever the case of the words"),
    (_mail(headers=("Keywords: Offer, Private",)), "", "", "exclude:labels", "a label in the header"),
    (_mail(headers=("X-Gmail-Labels: Inbox,=?utf-8?B?0JvQuNGH0L3QvtC1?=",)), "", "", "exclude:labels", "an encoded label, in Russian"),
    (_mail(headers=("X-Keywords: asmeniška",)), "", "", "exclude:labels", "a label in Lithuanian, in small letters"),
    (_mail(), "Gydytojas", _config(folders=["gydytojas"]), "exclude:folders", "a folder of the list"),
    (_mail(sender=DOCTOR), "", _config(people=["Doctor@Clinic.example"]), "exclude:people", "a person of the list as sender"),
    (_mail(sender=RASA, to=(JOHN,), cc=(DOCTOR,)), "Sent", _config(people=[DOCTOR]), "exclude:people", "a person of the list in copy"),
    (_mail(sender="a@mail.clinic.example"), "", _config(domains=["clinic.example"]), "exclude:domains", "a domain of the list, and those below"),
    (_mail(), "Drafts", "", "folder:drafts", "a draft was not sent"),
    (_mail(), "Trash", "", "folder:trash", "what was thrown away"),
    (_mail(), "Spam", "", "folder:spam", "spam"),
    (_mail(headers=("Precedence: bulk", "List-Unsubscribe: <mailto:x@y.example>")), "", "", "class:bulk", "bulk mail in scope outside"),
    (_mail(headers=("List-Id: <news.y.example>", "List-Post: <mailto:news@y.example>")), "", "", "class:list", "list mail in scope outside"),
    (_mail(sender=RASA, to=(JONAS,)), "Sent", "", "scope:internal", "nobody from outside, nothing promised"),
]  # fmt: skip


@pytest.mark.parametrize(("mail", "box", "privacy", "rule", "why"), EXCLUDED, ids=[row[-1] for row in EXCLUDED])
def test_an_excluded_mail_leaves_its_rule_and_nothing_else(tmp_path: Path, mail: Mail, box: str, privacy: str, rule: str, why: str) -> None:
    """P1, P2, P4: not one word of it stands in history.db, its log, raw/ or what the run says."""
    office = Office(tmp_path, options={"privacy": privacy})
    office.put_mail("rasa", box, mail.raw(), "m1")
    office.put_mail("rasa", "", Mail(id="k1", sender=JOHN, to=(RASA,), at="2026-11-14T11:00", text="Hello.").raw(), "m2")
    result = _run(office, "once", "--json")
    assert result.exit_code == 0, result.output
    assert [str(r) for (r,) in office.rows("SELECT rule FROM excluded")] == [rule]
    assert office.rows("SELECT count(*) FROM interaction") == [(1,)]
    assert _leaks(office) == []
    for arguments in (("status",), ("verify",), ("verify", "--dump"), ("check", "--rules")):
        said = _run(office, *arguments)
        assert "7391" not in result.output + said.output and "clinic" not in said.output.replace("clinic.example", "") + result.output
    if "scope" not in rule:
        assert office.rows("SELECT count(*) FROM excluded WHERE trace IS NOT NULL") == [(0,)]


ENTRIES = [
    (meeting("e1-7391@x", "20261120T100000", CANARY, people=(RASA, ONA), extra="CLASS:PRIVATE"), "", "sensitivity", "CLASS:PRIVATE"),
    (meeting("e1-7391@x", "20261120T100000", CANARY, people=(RASA, ONA), extra="CLASS:CONFIDENTIAL"), "", "sensitivity", "CLASS:CONFIDENTIAL"),
    (meeting("e1-7391@x", "20261120T100000", CANARY, people=(RASA, ONA), extra="CATEGORIES:Work,Личное"), "", "exclude:labels", "a category of the list"),
    (meeting("e1-7391@x", "20261120T100000", CANARY, people=(RASA, DOCTOR)), _config(people=[DOCTOR]), "exclude:people", "a guest of the list"),
    (meeting("e1-7391@x", "20261120T100000", CANARY, people=(RASA, JONAS)), "", "scope:internal", "colleagues only"),
]  # fmt: skip


@pytest.mark.parametrize(("entry", "privacy", "rule", "why"), ENTRIES, ids=[row[-1] for row in ENTRIES])
def test_an_excluded_entry_leaves_its_rule_and_nothing_else(tmp_path: Path, entry: bytes, privacy: str, rule: str, why: str) -> None:
    """P2, P4: a private entry is not even a busy time here."""
    office = Office(tmp_path, options={"privacy": privacy})
    office.put_entry("rasa", "plain-name", entry)
    result = _run(office, "once")
    assert office.rows("SELECT rule FROM excluded") == [(rule,)]
    assert office.rows("SELECT count(*) FROM interaction") == [(0,)]
    assert _leaks(office) == [] and "7391" not in result.output


def test_a_mail_about_a_private_meeting_keeps_the_mail_only(tmp_path: Path) -> None:
    """The invitation of a private meeting is a mail without a meeting."""
    from tests.store.world import invitation

    office = Office(tmp_path)
    entry = meeting("p@x", "20261120T100000", CANARY, people=(RASA, JOHN), organizer=JOHN, extra="CLASS:PRIVATE", method="REQUEST")
    office.put_mail("rasa", "", invitation(Mail(id="i1", sender=JOHN, to=(RASA,), at="2026-11-14T10:00", text="See you"), entry, "REQUEST"), "i1")
    office.once()
    assert office.rows("SELECT kind FROM interaction") == [("message",)]


def test_of_metadata_only_mail_nothing_but_who_and_when_is_kept(tmp_path: Path) -> None:
    """No subject, text, quote, file name or original body of it stands anywhere."""
    office = Office(tmp_path, options={"privacy": f'metadata_only = {{ people = ["{ONA}"] }}'})
    office.put_mail("rasa", "Sent", _mail(sender=RASA, to=(ONA,), subject="Reikalas", text=f"{CANARY}: paskambinsiu rytoj 15:00.").raw(), "m1")
    office.once()
    assert office.rows("SELECT subject, visibility, snippet FROM interaction") == [("", "metadata", "")]
    assert office.rows("SELECT count(*) FROM promise") == [(0,)]
    data = b"".join(path.read_bytes() for path in [*office.folder.glob("history.db*"), *office.folder.glob("raw/*")])
    assert "kanarėlė".encode() not in data
    before = office.dump()
    office.rebuild()
    assert office.dump() == before


# ── let in later ─────────────────────────────────────────────────────────────────────────────────────────────────

INSIDE = Mail(id="t2", sender=RASA, to=(JONAS,), at="2026-11-13T11:00", refs=("t1",), subject="Fwd", text="Ką manai?")
DEEPER = Mail(id="t3", sender=JONAS, to=(RASA,), at="2026-11-13T12:00", refs=("t1", "t2"), subject="Re: Fwd", text="Gerai.")
OUTSIDE = Mail(id="t1", sender=ONA, to=(RASA,), at="2026-11-13T10:00", text="Klausimas")


def test_an_internal_mail_is_fetched_again_when_its_thread_comes_in(tmp_path: Path) -> None:
    """scope outside: talk among colleagues about a customer is kept when the customer's mail is, whichever came first."""
    office = Office(tmp_path)
    office.send(INSIDE)
    office.send(DEEPER)
    office.send(Mail(id="t9", sender=RASA, to=(JONAS,), at="2026-11-13T13:00", text="Pietūs?"))
    office.once()
    assert office.rows("SELECT count(*) FROM interaction") == [(0,)]
    assert _traces(office) == 6
    office.send(OUTSIDE)
    office.once()
    assert sorted(str(m) for (m,) in office.rows("SELECT message_id FROM message")) == [f"t{n}@mail.example" for n in (1, 2, 3)]
    assert office.rows("SELECT DISTINCT rule FROM excluded") == [("scope:internal",)]
    assert len(set(office.rows("SELECT thread FROM interaction"))) == 1
    assert office.rows("SELECT count(*) FROM pending") == [(0,)]
    assert office.findings() == []


def _traces(office: Office) -> int:
    return int(str(office.rows("SELECT count(*) FROM excluded WHERE trace IS NOT NULL")[0][0]))


def test_scope_known_lets_a_stranger_in_once_we_write_to_them(tmp_path: Path) -> None:
    """scope known: only counterparts our people have written to; their earlier mail is fetched then."""
    office = Office(tmp_path, options={"scope": "known"})
    office.put_mail("rasa", "", Mail(id="s1", sender=JOHN, to=(RASA,), at="2026-11-13T10:00", text="Hello?").raw(), "s1")
    office.put_mail("rasa", "", Mail(id="s2", sender=ONA, to=(RASA,), at="2026-11-13T10:00", text="Sveiki?").raw(), "s2")
    office.once()
    assert office.rows("SELECT rule, count(*) FROM excluded GROUP BY rule") == [("scope:unknown", 2)]
    office.send(Mail(id="s3", sender=PETRAS, to=(JOHN,), at="2026-11-14T10:00", text="Hello John."))
    office.once()
    assert sorted(str(m) for (m,) in office.rows("SELECT message_id FROM message")) == ["s1@mail.example", "s3@mail.example"]
    assert office.rows("SELECT rule, count(*) FROM excluded GROUP BY rule") == [("scope:unknown", 1)]


@pytest.mark.parametrize(
    ("before", "after", "why"),
    [
        ({"privacy": _config(people=[ONA])}, {"privacy": ""}, "a person taken off the list"),
        ({"privacy": _config(domains=["baltas.example"])}, {"privacy": ""}, "a domain taken off the list"),
        ({"privacy": _config(folders=["Klientai"])}, {"privacy": ""}, "a folder taken off the list"),
        ({"privacy": ""}, {"privacy": _config(labels=[])}, "the labels taken off the list"),
        ({"scope": "known"}, {"scope": "outside"}, "a wider scope"),
        ({"scope": "outside"}, {"scope": "all"}, "everything"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_loosened_rules_fetch_what_they_let_in(tmp_path: Path, before: dict[str, str], after: dict[str, str], why: str) -> None:
    """After a rule is loosened the store is what it would be had the rule never been there."""

    def fill(office: Office) -> Office:
        office.put_mail("rasa", "Klientai", Mail(id="l1", sender=ONA, to=(RASA,), at="2026-11-13T10:00", text="Sveiki").raw(), "l1")
        office.put_mail("rasa", "", Mail(id="l2", sender=JOHN, to=(RASA,), at="2026-11-13T10:00", text="Hi", headers=("Keywords: Private",)).raw(), "l2")
        office.send(Mail(id="l3", sender=RASA, to=(JONAS,), at="2026-11-13T11:00", text="Pietūs?"))
        return office

    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    office = fill(Office(tmp_path / "a", options=before))
    office.once()
    excluded = office.rows("SELECT count(*) FROM excluded")
    office.configure(**after)
    office.once()
    assert office.rows("SELECT count(*) FROM excluded") < excluded
    fresh = fill(Office(tmp_path / "b", options=after))
    fresh.once()
    assert office.dump() == fresh.dump()


def test_colleagues_only_mail_with_a_hand_off_is_kept(tmp_path: Path) -> None:
    """scope outside keeps internal mail that carries a hand-off or a promise."""
    office = Office(tmp_path)
    office.send(Mail(id="h1", sender=JONAS, to=(PETRAS,), at="2026-11-13T10:00", text="Petras, please visit the customer on 24 November at 10:00."))
    office.once()
    assert office.rows("SELECT kind FROM promise") == [("handoff",)]
    assert office.rows("SELECT count(*) FROM excluded") == [(0,)]


def test_a_private_mail_beside_others_changes_nothing_else(tmp_path: Path) -> None:
    """T40: a store with an excluded mail differs from one without it in that one row only."""
    stores = []
    for name in ("with", "without"):
        (tmp_path / name).mkdir()
        office = Office(tmp_path / name)
        office.send(OUTSIDE)
        if name == "with":
            office.put_mail("rasa", "", _mail(headers=("Sensitivity: Private",), refs=("t1",)).raw(), "secret")
        office.once()
        stores.append(office.dump())
    assert set(stores[0]) - set(stores[1]) == {"excluded|rasa-mail|.|secret.M1.host|sensitivity"}
    assert set(stores[1]) - set(stores[0]) == set()


# ── marked private after it was stored ───────────────────────────────────────────────────────────────────────────


def test_a_mail_marked_private_later_is_taken_out_again(tmp_path: Path) -> None:
    """P3: relabelled "Private" after the harvest, it is gone with its promises and its original within one pass."""
    office = Office(tmp_path)
    (office.folder / "mail/rasa/.Sent/dovecot-keywords").write_text("0 Private\n")
    path = office.put_mail("rasa", "Sent", _mail(sender=RASA, to=(ONA,), text=f"{CANARY}. Paskambinsiu jums lapkričio 24 d. 15:00.").raw(), "m1")
    office.once()
    assert len(office.entry_files("rasa")) == 1
    path.rename(path.with_name(path.name + "a"))
    office.once()
    assert office.rows("SELECT rule FROM excluded") == [("exclude:labels",)]
    assert office.rows("SELECT (SELECT count(*) FROM interaction), (SELECT count(*) FROM promise), (SELECT count(*) FROM sighting)") == [(0, 0, 0)]
    assert office.entry_files("rasa") == []
    assert _leaks(office) == []
    assert office.findings() == []


@pytest.mark.parametrize("before", ["killed", "retitled"])
def test_an_entry_of_a_mail_marked_private_goes_whatever_befell_it_just_before(tmp_path: Path, before: str) -> None:
    """P3, F110: put by a pass that was killed before it knew, or changed by a person nobody has asked yet, it goes, and its words are not read."""
    office = Office(tmp_path)
    (office.folder / "mail/rasa/.Sent/dovecot-keywords").write_text("0 Private\n")
    path = office.put_mail("rasa", "Sent", _mail(sender=RASA, to=(ONA,), text=f"{CANARY}: paskambinsiu jums lapkričio 24 d. 15:00.").raw(), "m1")
    if before == "killed":
        assert office.killed("calendar.after_put:kill@1", office.once)
    else:
        office.once()
        office.edit(*office.entry_files("rasa"), (r"^SUMMARY:", "SUMMARY:Svarbu! "))
    assert len(office.entry_files("rasa")) == 1
    path.rename(path.with_name(path.name + "a"))
    office.once()
    assert office.entry_files("rasa") == []
    assert office.rows("SELECT state FROM reminder") == [("removed",)]
    assert _leaks(office) == []
    assert office.findings() == []


def test_an_entry_made_private_later_is_taken_out_again(tmp_path: Path) -> None:
    """P3: the same for a meeting that becomes CLASS:PRIVATE."""
    office = Office(tmp_path)
    office.put_entry("rasa", "m", meeting("e1-7391@x", "20261120T100000", CANARY, people=(RASA, ONA)))
    office.once()
    office.put_entry("rasa", "m", meeting("e1-7391@x", "20261120T100000", CANARY, people=(RASA, ONA), sequence=1, extra="CLASS:PRIVATE"))
    office.once()
    assert office.rows("SELECT rule FROM excluded") == [("sensitivity",)]
    assert office.rows("SELECT (SELECT count(*) FROM interaction), (SELECT count(*) FROM sighting)") == [(0, 0)]
    assert _leaks(office) == []
    assert office.findings() == []


def test_leave_that_was_moved_is_known_by_its_new_days(tmp_path: Path) -> None:
    """Of an entry among ourselves the days of absence alone are kept, and those of its last version."""
    office = Office(tmp_path)
    for day, title in (("20261120", "Atostogos"), ("20261125", "Mano atostogos")):
        entry = meeting("leave-1@x", f"{day}T000000", title, people=(RASA, JONAS)).decode()
        entry = re.sub(r"DTSTART[^\r\n]*", f"DTSTART;VALUE=DATE:{day}", entry).replace("DURATION:PT1H", "DURATION:P1D")
        office.put_entry("rasa", "leave", entry.encode())
        office.once()
        assert [day in str(away).replace("-", "") for (away,) in office.rows("SELECT away FROM excluded")] == [True], day
