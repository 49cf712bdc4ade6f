"""The rhythm of customers in the store: what counts as contact, that order never matters, and that time alone moves it on."""

from __future__ import annotations

import datetime as dt
import random
from pathlib import Path

import pytest

from tests.store.world import JONAS, NOW, ONA, PETRAS, RASA, Mail, Office, meeting

pytestmark = pytest.mark.slow

HOME = "vardenis@gmail.com"  # of no company


def _mail(n: int, at: str, *, who: str = ONA, ours: str = RASA, **more: object) -> Mail:
    return Mail(id=f"r{n}", sender=who if n % 2 else ours, to=(ours if n % 2 else who,), at=f"{at}T09:00", subject="Dėl darbų", text="Laba diena, ačiū už žinią.", **more)  # type: ignore[arg-type]


FORTNIGHTS = [_mail(n, (dt.date(2026, 6, 1) + dt.timedelta(days=14 * n)).isoformat()) for n in range(12)]
PRIVATE = [_mail(20 + n, f"2026-0{n + 1}-10", who=HOME, ours=PETRAS if n < 3 else JONAS) for n in range(7)]


def _figures(office: Office) -> dict[str, tuple[object, ...]]:
    return {row[0]: row[1:] for row in office.rows(
        "SELECT coalesce(o.name, n.name), r.first_on, r.last_on, r.days, r.usual_gap, r.quiet_from, r.next_on, r.met_on, r.informal_on, r.owner FROM rhythm r "
        "LEFT JOIN organisation o ON o.id = r.company LEFT JOIN person n ON n.id = r.person")}  # fmt: skip


def test_the_rhythm_of_companies_and_of_people_without_one(tmp_path: Path) -> None:
    """R7: days of contact, the usual gap, the day from which the silence is longer than usual; of a private customer who of ours is in touch."""
    office = Office(tmp_path)
    for mail in (*FORTNIGHTS, *PRIVATE):
        office.send(mail)
    office.once()
    assert _figures(office) == {
        "baltas.example": ("2026-06-01", "2026-11-02", 12, 14.0, "2026-12-08", None, None, None, ""),
        HOME: ("2026-01-10", "2026-07-10", 7, 31.0, "2026-09-26", None, None, None, JONAS),
    }


CONTACT = [
    (_mail(1, "2026-11-10"), 1, "a mail"),
    (Mail(id="b1", sender=ONA, to=(RASA,), at="2026-11-10T09:00", text="Atostogauju.", subject="Automatinis atsakymas", headers=("Auto-Submitted: auto-replied",)), 0, "an automatic answer is no contact"),
    (meeting("m1", "20261110T120000", "Susitikimas", people=(RASA, ONA)), 1, "a meeting"),
    (meeting("m1", "20261110T120000", "Susitikimas", people=(RASA, ONA), status="CANCELLED"), 0, "one that was called off"),
    (meeting("m1", "20261110T120000", "Paroda BalticBuild", people=(RASA, ONA)), 0, "a fair is no meeting with a customer"),
]  # fmt: skip


@pytest.mark.parametrize(("item", "days", "reason"), CONTACT)
def test_what_counts_as_contact(tmp_path: Path, item: Mail | bytes, days: int, reason: str) -> None:
    """What a person wrote or did with a person."""
    office = Office(tmp_path, options={"scope": "all"})
    if isinstance(item, Mail):
        office.send(item)
    else:
        office.put_entry("rasa", "m1", item)
    office.once()
    assert office.rows("SELECT coalesce(sum(days), 0) FROM rhythm") == [(days,)], reason


def test_a_lunch_is_told_from_work_and_renaming_it_tells_again(tmp_path: Path) -> None:
    """The last informal meeting, and how many for work since."""
    office = Office(tmp_path)
    office.put_entry("rasa", "m1", meeting("m1", "20261102T120000", "Pietūs su Ona", people=(RASA, ONA)))
    office.put_entry("rasa", "m2", meeting("m2", "20261105T120000", "Sąmata", people=(RASA, ONA)))
    office.once()
    assert office.rows("SELECT informal_on, met_on, met_since_informal FROM rhythm") == [("2026-11-02", "2026-11-05", 1)]
    office.put_entry("rasa", "m1", meeting("m1", "20261102T120000", "Objekto apžiūra", people=(RASA, ONA), sequence=1, stamp="20261103T080000Z"))
    office.once()
    assert office.rows("SELECT informal_on, met_on, met_since_informal FROM rhythm") == [(None, "2026-11-05", 2)]


def test_a_planned_meeting_becomes_contact_when_its_day_comes(tmp_path: Path) -> None:
    """Time alone does it, and a rebuild on that day finds the same."""
    office = Office(tmp_path)
    office.put_entry("rasa", "m1", meeting("m1", "20261120T120000", "Pietūs", people=(RASA, ONA)))
    office.once()
    assert office.rows("SELECT last_on, next_on, informal_on FROM rhythm") == [(None, "2026-11-20", None)]
    office.now = NOW + dt.timedelta(days=5)
    office.once()
    assert office.rows("SELECT last_on, next_on, informal_on FROM rhythm") == [("2026-11-20", None, "2026-11-20")]
    before = office.dump()
    office.rebuild()
    assert office.dump() == before


def test_whatever_the_order_of_arrival_the_rhythm_is_that_of_a_rebuild(tmp_path: Path) -> None:
    """The law (DESIGN section 1): a colleague's mailbox later, entries that move, mail that goes."""
    order = random.Random(9)
    dumps = []
    for n in range(2):
        office = Office(tmp_path / str(n))
        mails = [*FORTNIGHTS[:8], *PRIVATE]
        order.shuffle(mails)
        office.put_entry("jonas", "m1", meeting("m1", "20261101T120000", "Kava", people=(JONAS, ONA)))
        for part in (mails[:5], mails[5:9], mails[9:]):
            for mail in part:
                office.send(mail)
            office.once()
            office.put_entry("jonas", "m1", meeting("m1", "20261112T120000", "Kava, vėliau", people=(JONAS, ONA), sequence=2, stamp="20261111T080000Z"))
        office.once()
        dumps.append(office.dump())
        assert office.rows("SELECT count(*) FROM contact_changed") == [(0,)]
        office.rebuild()
        assert office.dump() == dumps[0]
    assert dumps[0] == dumps[1]
    assert any(line.startswith("rhythm|baltas.example|") and "2026-11-12" in line for line in dumps[0])
