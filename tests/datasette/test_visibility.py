"""Of what only metadata is kept of, no page and no format shows a word: it is nowhere."""

from __future__ import annotations

import pytest

from tests.store.world import ONA, RASA, Mail, Office, meeting

from .conftest import Site

pytestmark = pytest.mark.slow

CANARY = "kanarele"
TABLES = ("message", "interaction", "promise", "attachment", "meeting", "occurrence", "search", "timeline", "promises", "meetings", "offers", "complaints", "facts")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, module_monkeypatch: pytest.MonkeyPatch) -> Site:
    """A mail and a calendar entry with Ona, of whom only who and when may be kept, and nothing else."""
    folder = tmp_path_factory.mktemp("metadata")
    office = Office(folder, options={"privacy": f'metadata_only = {{ people = ["{ONA}"] }}'})
    text = f"{CANARY}: I will call you tomorrow at 15:00. The price is 1200 EUR. This is not acceptable."
    office.send(Mail(id="m1", sender=RASA, to=(ONA,), at="2026-11-14T10:00", subject=f"{CANARY} subject", text=text))
    office.put_entry("rasa", "e1", meeting("e1@x", "20261120T100000", f"{CANARY} title", people=(RASA, ONA), organizer=RASA, extra=f"DESCRIPTION:{CANARY} inside\r\nLOCATION:{CANARY} street"))
    office.once()
    return Site(folder / "config.toml")


@pytest.fixture(scope="module")
def module_monkeypatch() -> object:
    """Variables of the environment that stand as long as the module's tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SYNCD_NOW", "2026-11-16T12:00:00+02:00")
        yield patch


def test_of_metadata_only_mail_and_meetings_no_format_has_a_word(site: Site) -> None:
    """T06, T40: pages, tables, exports, search."""
    assert site.rows("SELECT DISTINCT kind FROM interaction WHERE visibility = 'metadata' ORDER BY kind") == [("meeting",), ("message",)]
    person = site.one("SELECT n.uuid FROM person n JOIN identifier d ON d.person_id = n.id WHERE d.value = ?", ONA)
    items = [f"/{kind}/{key}" for kind, key in site.rows("SELECT kind, key FROM interaction")]
    tables = [f"/history/{table}{form}" for table in TABLES for form in ("", ".json", ".csv")]
    for path in ("/", "/customers", f"/customer/{person}", "/promises", "/search?q=acceptable", *items, *tables):
        answer = site.get(path)
        assert answer.status_code == 200, path
        assert CANARY not in answer.text, path
    kept = site.config.store.path.parent
    assert CANARY.encode() not in b"".join(path.read_bytes() for path in [*kept.glob("history.db*"), *kept.glob("raw/*")])


def test_the_page_says_that_only_who_and_when_is_kept(site: Site) -> None:
    """In words, so that an empty page is no riddle."""
    key = site.one("SELECT key FROM interaction WHERE kind = 'message'")
    assert "Only who and when is kept" in site.get(f"/message/{key}", accept_language="en").text
