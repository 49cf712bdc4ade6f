"""Who may decide what on the pages: managers everything, staff about their own promises and customers, admins nothing."""

from __future__ import annotations

import pytest

from tests.datasette.conftest import Site
from tests.datasette.test_actions import CALL, NOW, decide, decisions, promise_of
from tests.datasette.test_signin import Browser, served
from tests.store.world import JOHN, JONAS, OLGA, PETRAS, RASA, Mail, Office

ADMIN = "admin@klimatas.example"
STAFF = f'[[staff]]\nemail = "{ADMIN}"\nname = "Ada"\nrole = "admin"\n'
FIX = Mail(id="x", sender=PETRAS, to=(OLGA,), at="2026-11-16T10:30", subject="Ремонт", text="Здравствуйте! Позвоню вам 25 ноября в 11:00.\n\nПётр")
WRONG = Mail(id="c", sender=JOHN, to=(RASA,), at="2026-11-16T09:00", subject="Heating", text="The heating has been broken since Monday and nobody came. I am very disappointed.")


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """Rasa promised something to John, Petras to Olga; behind a proxy that says who asks."""
    office = Office(tmp_path_factory.mktemp("rights"), options={"staff": STAFF})
    for mail in (CALL, FIX, WRONG):
        office.send(mail)
    office.once()
    return served(Site(office.folder / "config.toml"), auth="proxy", proxy_header="X-Remote-User")


class Colleague(Browser):
    """A browser behind the proxy, signed in as somebody."""

    def __init__(self, site: Site, address: str) -> None:
        super().__init__(site)
        self._address = address

    def __call__(self, method: str, path: str, data: dict[str, str] | None = None, **headers: str):  # type: ignore[no-untyped-def]
        return super().__call__(method, path, data, x_remote_user=self._address, **headers)


RIGHTS = [
    # who, what is decided, on which page, how, the answer; why
    (RASA, "promise", "own", {"do": "dismiss"}, 303, "the one who gave it"),
    (PETRAS, "promise", "own", {"do": "dismiss"}, 403, "a colleague who has nothing to do with it"),
    (PETRAS, "promise", "own", {"do": "hand_over", "to": PETRAS}, 403, "nor may they take it to themselves"),
    (JONAS, "promise", "own", {"do": "dismiss"}, 303, "a manager"),
    (ADMIN, "promise", "own", {"do": "dismiss"}, 403, "an administrator"),
    ("stranger@elsewhere.example", "promise", "own", {"do": "dismiss"}, 403, "nobody of ours"),
    (RASA, "promise", "own", {"do": "accept"}, 403, "who was not asked"),
    (RASA, "complaint", "", {"do": "settle"}, 303, "of a customer they share"),
    (PETRAS, "complaint", "", {"do": "settle"}, 403, "of another's customer"),
    (RASA, "contact", "", {"do": "forbid", "subject": JOHN, "channel": "any"}, 303, "their customer"),
    (PETRAS, "contact", "", {"do": "forbid", "subject": JOHN, "channel": "any"}, 403, "another's customer"),
    (PETRAS, "contact", "", {"do": "forbid", "subject": "nobody@nowhere.example", "channel": "any"}, 403, "whether somebody is known is not told"),
    (RASA, "people", "", {"do": "merge", "a": JOHN, "b": OLGA}, 403, "joining would open another's customer to them"),
    (JONAS, "people", "", {"do": "distinct", "a": JOHN, "b": OLGA}, 303, "a manager"),
]  # fmt: skip


@pytest.mark.parametrize(("who", "kind", "on", "fields", "status", "why"), RIGHTS, ids=[row[-1] for row in RIGHTS])
def test_each_decides_about_what_is_theirs(company: Site, who: str, kind: str, on: str, fields: dict[str, str], status: int, why: str) -> None:
    """T3 of the mission: refused is refused before anything is written; `by` is who asks."""
    ids = {"promise": promise_of(company), "complaint": company.one("SELECT key FROM complaint")}
    before = len(decisions(company))
    browser = Colleague(company, who)
    page = "/sources" if who == ADMIN else "/search"
    form = {**fields, **({kind: ids[kind]} if kind in ids else {})}
    manager = Colleague(company, JONAS)
    answer = decide_as(browser, manager, kind, page, form)
    assert answer.status_code == status, why
    told = decisions(company)[before:]
    assert [by for _, by, _ in told] in ([], [who]) and bool(told) <= (status == 303)


def decide_as(browser: Browser, other: Browser, kind: str, page: str, form: dict[str, str]):  # type: ignore[no-untyped-def]
    """Send a form with a token that holds, though the page it stands on is not theirs."""
    from tests.datasette.test_signin import token

    good = token(other("GET", "/promise/" + form["promise"] if "promise" in form else "/promises"))
    browser.cookies = other.cookies
    return browser("POST", f"/act/{kind}", {"csrftoken": good, "next": page, **form})


def test_only_an_owner_or_a_manager_gives_a_company_to_another(company: Site) -> None:
    """Whoever merely shares a customer does not."""
    uuid = company.one("SELECT uuid FROM organisation WHERE owner = ?", RASA)
    manager = Colleague(company, JONAS)
    assert decide_as(Colleague(company, PETRAS), manager, "owner", "/", {"company": uuid, "to": PETRAS}).status_code == 403
    assert decide_as(Colleague(company, RASA), manager, "owner", "/", {"company": uuid, "to": JONAS}).status_code == 303
    assert decide_as(Colleague(company, RASA), manager, "owner", "/", {"company": uuid, "to": RASA}).status_code == 403, "it is another's now"


def test_nobody_but_a_manager_takes_back_what_another_decided(company: Site) -> None:
    """Staff their own alone."""
    manager, key = Colleague(company, JONAS), promise_of(company, OLGA)
    assert decide(manager, "promise", f"/promise/{key}", promise=key, do="dismiss").status_code == 303
    of = company.one("SELECT id FROM decision WHERE subject = ?", key)
    assert decide_as(Colleague(company, PETRAS), manager, "undo", "/", {"of": of, "promise": key}).status_code == 403
    assert decide(manager, "undo", f"/promise/{key}", of=of).status_code == 303
    assert company.one("SELECT state FROM promise WHERE key = ?", key) == "open"


def test_the_cards_of_others_promises_have_no_buttons(company: Site) -> None:
    """What may not be decided is not offered."""
    key = promise_of(company, OLGA)
    assert f'value="{key}"' in Colleague(company, PETRAS)("GET", f"/promise/{key}").text
    assert f'value="{key}"' in Colleague(company, JONAS)("GET", f"/promise/{key}").text
    assert Colleague(company, RASA)("GET", f"/promise/{key}").status_code == 403


@pytest.fixture(autouse=True)
def that_day(the_day: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """The pages read at the hour of the office."""
    monkeypatch.setenv("SYNCD_NOW", NOW)
