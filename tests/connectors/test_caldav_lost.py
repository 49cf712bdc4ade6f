"""Writing reminders where answers get lost (F36) and writes are refused (F85)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from connectors.dav.reminders import CaldavReminders
from syncd.errors import AuthFailed, Busy, ChangedByPerson, Forbidden, SourceError
from tests.connectors.contract_reminders import reminder
from tests.connectors.dav_worlds import XML, Setting, session
from tests.fakes.dav_server import Rule, Spoken


@pytest.mark.slow
def test_a_lost_answer_makes_no_second_entry(setting: Setting) -> None:
    """F36: carried out, the connection dropped: read again by uid, adopted, one entry."""
    setting.fake.loses("PUT")
    seen = setting.reminders().put(reminder(), None)
    assert setting.reminders().ask(reminder().uid) == seen
    assert len(setting.entries()) == 1
    later = reminder(content_hash="b", title="Skambinti")
    setting.fake.loses("PUT")
    assert setting.reminders().put(later, seen).content_hash == "b"
    assert len(setting.entries()) == 1


@pytest.mark.slow
def test_an_answer_lost_for_good_is_settled_in_the_next_pass(setting: Setting) -> None:
    """F36: also the reading again fails; the entry is adopted when the server answers."""
    setting.reminders().put(reminder(2), None)
    setting.fake.loses("PUT")
    setting.fake.loses("REPORT", times=5)
    with pytest.raises(SourceError):
        setting.reminders().put(reminder(), None)
    setting.fake.rules.clear()
    assert setting.reminders().put(reminder(), None).content_hash == reminder().content_hash
    assert len(setting.entries()) == 2


@pytest.mark.slow
def test_a_request_that_never_arrived_is_an_error(setting: Setting) -> None:
    """Dropped before it was carried out: SourceError, and the next pass writes."""
    setting.reminders().put(reminder(2), None)
    setting.fake.rules.append(_silent("PUT"))
    with pytest.raises(SourceError):
        setting.reminders().put(reminder(), None)
    setting.reminders().put(reminder(), None)
    assert len(setting.entries()) == 2


def _silent(method: str) -> Rule:
    return Rule(method, lambda _: None)


@pytest.mark.slow
def test_a_calendar_made_with_a_lost_answer_is_made_once(setting: Setting) -> None:
    """F36 for MKCALENDAR."""
    setting.fake.loses("MKCALENDAR")
    with pytest.raises(SourceError):
        setting.reminders().put(reminder(), None)
    setting.reminders().put(reminder(), None)
    assert len(setting.entries()) == 1


@pytest.mark.slow
def test_a_removal_with_a_lost_answer_is_done(setting: Setting) -> None:
    """F36 for DELETE: gone is gone; what is still there is an error."""
    seen = setting.reminders().put(reminder(), None)
    setting.fake.rules.append(_silent("DELETE"))
    with pytest.raises(SourceError):
        setting.reminders().remove(seen)
    setting.fake.loses("DELETE")
    setting.reminders().remove(seen)
    assert setting.entries() == []


@pytest.mark.slow
def test_without_an_etag_in_the_answer_the_entry_is_read_back(setting: Setting) -> None:
    """RFC 4791 section 5.3.4: no strong tag, so the server may have changed what it keeps."""

    def bare(behind: Callable[[], Spoken]) -> Spoken:
        return replace(behind(), headers={})

    setting.fake.rules.append(Rule("PUT", bare))
    seen = setting.reminders().put(reminder(), None)
    assert seen.etag and setting.reminders().ask(seen.uid) == seen


@pytest.mark.slow
@pytest.mark.parametrize(
    ("status", "kind", "reason"),
    [(403, Forbidden, "read only (F85)"), (401, AuthFailed, "password changed"), (507, SourceError, "full"), (503, Busy, "restarting")],
)
def test_a_refused_write_waits_with_its_reason(setting: Setting, status: int, kind: type[SourceError], reason: str) -> None:
    """F85: the outbox keeps it; nothing of it reads as a person's answer."""
    setting.reminders().put(reminder(2), None)
    setting.fake.says("PUT", Spoken(status))
    with pytest.raises(kind) as caught:
        setting.reminders().put(reminder(), None)
    assert not isinstance(caught.value, ChangedByPerson), reason


@pytest.mark.slow
def test_a_server_that_lets_nobody_make_calendars_is_said(setting: Setting) -> None:
    """Google and iCloud refuse MKCALENDAR in places: the remedy is a calendar made by hand."""
    setting.fake.says("MKCALENDAR", Spoken(403), times=9)
    with pytest.raises(Forbidden, match="by hand"):
        setting.reminders().put(reminder(), None)
    setting.person.make_calendar(f"{setting.home}mine/", "Promises")
    assert setting.reminders().put(reminder(), None).handle.startswith(f"{setting.home}mine/")


def test_a_calendar_that_takes_no_tasks_is_said(setting: Setting) -> None:
    """RFC 4791 section 5.3.2.1: the server names the condition."""
    body = b'<error xmlns="DAV:"><C:supported-calendar-component xmlns:C="urn:ietf:params:xml:ns:caldav"/></error>'
    setting.fake.says("PUT", Spoken(403, XML, body))
    with pytest.raises(SourceError, match="takes no tasks"):
        CaldavReminders(session(setting.account), "Promises", sort="task").put(reminder(), None)
