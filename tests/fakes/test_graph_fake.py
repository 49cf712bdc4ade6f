"""The fake Microsoft Graph refuses what Graph refuses, and tells of changes as Graph does."""

from __future__ import annotations

import contextlib
import json
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

import httpx2
import pytest

from tests.fakes.graph import Clock, Graph, graph
from tests.fakes.graph_asking import IMMUTABLE, RASA, Client, forgive, ids

RAW = b"From: Ona <ona@example.com>\r\nTo: rasa@klimatas.example\r\nSubject: Pump %d\r\nMessage-ID: <%d@example.com>\r\n\r\nWhen?\r\n"


@pytest.fixture
def g() -> Iterator[Graph]:
    with graph(clock=Clock()) as world:
        world.mailbox(RASA)
        yield world


@pytest.fixture
def client(g: Graph) -> Client:
    return Client(g)


def deliver(g: Graph, count: int, folder: str = "inbox") -> list[str]:
    return [g.mailbox(RASA).mail.deliver(RAW % (n, n), folder) for n in range(count)]


# Messages


def test_a_delta_tells_all_once_and_then_what_changed(g: Graph, client: Client) -> None:
    keys = deliver(g, 25)
    first, link = client.round(
        "mailFolders/inbox/messages/delta?$select=subject,isRead", {"Prefer": 'IdType="ImmutableId", odata.maxpagesize=10'}
    )
    assert ids(first) == keys
    assert set(first[0]) == {"@odata.type", "@odata.etag", "id", "subject", "isRead"}
    mail = g.mailbox(RASA).mail
    mail.read(keys[3])
    mail.move(keys[4], "archive")
    mail.purge(keys[5])
    new = mail.deliver(RAW % (99, 99))
    second, _ = client.round(link)
    assert [(one["id"], one.get("@removed")) for one in second] == [
        (keys[3], None), (keys[4], {"reason": "deleted"}), (keys[5], {"reason": "deleted"}), (new, None),
    ]  # fmt: skip
    assert ids(client.round("mailFolders/archive/messages/delta")[0]) == [keys[4]]


def test_a_terse_delta_tells_of_a_message_that_was_read_only_that(g: Graph, client: Client) -> None:
    one, other = deliver(g, 2)
    mail = g.mailbox(RASA).mail
    mail.is_terse = True
    _, link = client.round("mailFolders/inbox/messages/delta?$select=subject,isRead,categories")
    mail.read(one)
    mail.categorise(other, "Private")
    found, link = client.round(link)
    assert found[0] == {"@odata.type": "#microsoft.graph.message", "id": one, "isRead": True, "parentFolderId": mail.folder_id("inbox")}
    assert found[1]["categories"] == ["Private"]
    new = mail.deliver(RAW % (9, 9))
    mail.read(new)
    assert client.round(link)[0][0]["subject"] == "Pump 9", "what was not told yet is told whole"


def test_a_link_writes_the_folder_as_a_key(g: Graph, client: Client) -> None:
    deliver(g, 11)
    folder = g.mailbox(RASA).mail.folder_id("inbox")
    link = client.get(f"mailFolders/{folder}/messages/delta")["@odata.nextLink"]
    assert f"/mailFolders('{folder}')/messages/delta?$skiptoken=" in link
    assert len(client.get(link)["value"]) == 1


def test_what_changes_while_a_client_reads_is_told_again(g: Graph, client: Client) -> None:
    """F56."""
    keys = deliver(g, 12)
    g.on("messages.delta", after=lambda asked: g.mailbox(RASA).mail.read(keys[0]))
    found, _ = client.round("mailFolders/inbox/messages/delta")
    assert ids(found).count(keys[0]) == 2


def test_a_replayed_item_may_be_removed_and_back_in_one_page(g: Graph, client: Client) -> None:
    """F56."""
    (key,) = deliver(g, 1)
    _, link = client.round("mailFolders/inbox/messages/delta")
    g.mailbox(RASA).mail.replay(key, removed_first=True)
    found, _ = client.round(link)
    assert [(one["id"], "@removed" in one) for one in found] == [(key, True), (key, False)]


def test_an_ordinary_id_changes_when_a_message_is_moved_and_an_immutable_one_does_not(g: Graph, client: Client) -> None:
    """F52."""
    (key,) = deliver(g, 1)
    plain = client.get("messages", {})["value"][0]["id"]
    g.mailbox(RASA).mail.move(key, "archive")
    assert client.ask("GET", f"messages/{quote(plain)}").status_code == 404
    assert client.get(f"messages/{key}")["id"] == key
    assert client.ask("GET", f"messages/{key}").status_code == 404, "an immutable id is asked for with the header"


def test_the_bytes_of_a_message_are_those_that_came(g: Graph, client: Client) -> None:
    (key,) = deliver(g, 1)
    answer = client.ask("GET", f"messages/{key}/$value", headers=IMMUTABLE)
    assert answer.content == RAW % (0, 0)
    g.mailbox(RASA).mail.damage(key)
    assert client.ask("GET", f"messages/{key}/$value", headers=IMMUTABLE).json()["error"]["code"] == "ErrorMimeContentConversionFailed"


def test_sensitivity_comes_as_an_extended_property(g: Graph, client: Client) -> None:
    g.mailbox(RASA).mail.deliver(RAW % (1, 1), sensitivity="private")
    found = client.get("mailFolders/inbox/messages/delta?$expand=singleValueExtendedProperties($filter=id eq 'Integer 0x36')")["value"]
    assert found[0]["singleValueExtendedProperties"] == [{"id": "Integer 0x36", "value": "2"}]


@pytest.mark.parametrize(("code"), ["SyncStateNotFound", "ResyncRequired"])
def test_a_forgotten_state_is_gone_and_says_where_to_begin(g: Graph, client: Client, code: str) -> None:
    """F55."""
    deliver(g, 1)
    _, link = client.round("mailFolders/inbox/messages/delta")
    g.mailbox(RASA).mail.deltas.forget(code)
    answer = client.ask("GET", link)
    assert (answer.status_code, answer.json()["error"]["code"]) == (410, code)
    assert answer.headers["Location"].endswith("/mailFolders('inbox')/messages/delta?$deltatoken=")
    assert len(client.round(answer.headers["Location"])[0]) == 1


def test_a_state_lives_only_so_long(g: Graph, client: Client) -> None:
    """F55."""
    g.states_live = 60
    _, link = client.round("mailFolders/inbox/messages/delta")
    g.clock.sleep(61)  # type: ignore[attr-defined]
    assert client.ask("GET", link).status_code == 410


def test_folders_are_a_tree_in_which_some_are_hidden(g: Graph, client: Client) -> None:
    mail = g.mailbox(RASA).mail
    work = mail.make_folder("Work")
    inner = mail.make_folder("Pumps", work)
    names = [one["displayName"] for one in client.get("mailFolders?$top=50")["value"]]
    assert names == ["Archive", "Conversation History", "Deleted Items", "Drafts", "Inbox", "Junk Email", "Outbox", "Sent Items", "Work"]
    assert "Conversation Action Settings" in [
        one["displayName"] for one in client.get("mailFolders?includeHiddenFolders=true&$top=50")["value"]
    ]
    assert ids(client.get(f"mailFolders/{work}/childFolders")["value"]) == [inner]
    first = client.get("mailFolders?$top=5")
    assert len(first["value"]) == 5
    assert len(client.get(first["@odata.nextLink"])["value"]) == 4


@pytest.mark.parametrize(
    ("verb", "path", "said", "reason"),
    [
        ("GET", "mailFolders/inbox/messages/delta?$search=pump", "$search", "no search among changes"),
        ("GET", "mailFolders/inbox/messages/delta?$filter=isRead eq true", "isRead", "by time of receipt alone"),
        ("GET", "mailFolders/inbox/messages/delta?$orderby=subject", "subject", "newest first, or in no order"),
        ("GET", "mailFolders/inbox/messages/delta?$skip=5", "$skip", "pages are by token"),
        ("GET", "messages/delta", "not supported against", "changes are told folder by folder"),
        ("GET", "messages?$select=colour", "colour", "no such property"),
        ("GET", "messages?$top=5000", "$top", "at most a thousand"),
        ("GET", "messages?$fliter=x", "$fliter", "no such option"),
        ("GET", "messages?$filter=isRead eq true&$orderby=receivedDateTime desc", "too complex", "sorted by what was not filtered by"),
        ("GET", "messages?$expand=singleValueExtendedProperties", "filter", "which ones has to be said"),
        ("GET", "calendarView?startDateTime=2026-01-01T00:00:00Z", "endDateTime", "a window has two ends"),
        (
            "GET",
            "calendarView/delta?startDateTime=2026-01-01T00:00:00Z&endDateTime=2026-02-01T00:00:00Z&$select=subject",
            "$select",
            "all or nothing",
        ),
        ("GET", "drives", "no method", "no such address"),
        ("DELETE", "messages/x", "no method", "no such verb there"),
    ],
)
def test_what_graph_would_not_understand_is_refused(g: Graph, client: Client, verb: str, path: str, said: str, reason: str) -> None:
    assert client.ask(verb, path, headers=IMMUTABLE).status_code in (400, 404, 405), reason
    assert said in forgive(g)[0], reason


def test_a_token_of_one_folder_is_none_of_another(g: Graph, client: Client) -> None:
    _, link = client.round("mailFolders/inbox/messages/delta")
    assert client.ask("GET", link.replace("'inbox'", "'archive'")).status_code == 400
    assert client.ask("GET", link + "&$select=id").status_code == 400
    assert len(forgive(g)) == 2


def test_a_link_may_lead_to_another_host(g: Graph, client: Client) -> None:
    deliver(g, 11)
    g.leads_to("http://127.0.0.1:9")
    assert client.get("mailFolders/inbox/messages/delta")["@odata.nextLink"].startswith("http://127.0.0.1:9/v1.0/users/")


# Who may ask


def test_the_fifth_request_at_a_time_is_throttled(g: Graph, client: Client) -> None:
    """F58."""
    four, over = threading.Barrier(5), threading.Event()
    g.on("mailFolders.list", before=lambda asked: (four.wait(10), over.wait(10)), times=4)
    statuses: list[int] = []
    threads = [threading.Thread(target=lambda: statuses.append(client.ask("GET", "mailFolders").status_code)) for _ in range(4)]
    for one in threads:
        one.start()
    four.wait(10)
    fifth = client.ask("GET", "mailFolders/inbox")
    over.set()
    for one in threads:
        one.join(10)
    assert statuses == [200] * 4
    assert (fifth.status_code, fifth.json()["error"]["code"], fifth.headers["Retry-After"]) == (429, "ApplicationThrottled", "1")
    assert g.most_parallel(RASA) == 5


def test_a_quota_is_of_each_mailbox(g: Graph, client: Client) -> None:
    """F58."""
    g.quota(3)
    assert [client.ask("GET", "mailFolders").status_code for _ in range(4)] == [200, 200, 200, 429]
    g.clock.sleep(601)  # type: ignore[attr-defined]
    assert client.ask("GET", "mailFolders").status_code == 200


@pytest.mark.parametrize(
    ("spoil", "status", "code", "reason"),
    [
        (lambda g: setattr(g.mailbox(RASA), "is_denied", True), 403, "ErrorAccessDenied", "not in the scope of the program's role"),
        (lambda g: setattr(g.mailbox(RASA), "is_disabled", True), 404, "MailboxNotEnabledForRESTAPI", "no licence, or on premises"),
        (lambda g: g.close_mailbox(RASA), 404, "ErrorInvalidUser", "left the company"),
        (lambda g: g.tokens.expire(), 401, "InvalidAuthenticationToken", "the token is over"),
        (lambda g: g.tokens.roles.discard("Mail.Read"), 403, "ErrorAccessDenied", "no administrator consented"),
    ],
)
def test_who_may_not_is_told_why(g: Graph, spoil: Any, status: int, code: str, reason: str) -> None:
    if "consented" in reason:
        spoil(g)
    client = Client(g)
    spoil(g)
    answer = client.ask("GET", "mailFolders")
    assert (answer.status_code, answer.json()["error"]["code"]) == (status, code), reason


def test_a_batch_is_taken_apart_and_answered_step_by_step(g: Graph, client: Client) -> None:
    keys = deliver(g, 2)
    g.throttles(lambda asked: asked.batch > 0 and keys[1] in asked.path, 7)
    steps = [
        {"id": str(n), "method": "GET", "url": f"/users/{RASA}/messages/{key}/$value", "headers": IMMUTABLE} for n, key in enumerate(keys)
    ]
    steps.append({"id": "2", "method": "GET", "url": f"/users/{RASA}/mailFolders", "dependsOn": ["1"]})
    said = client.ask("POST", f"{g.url}/v1.0/$batch", {"requests": steps}).json()["responses"]
    assert [(one["id"], one["status"]) for one in said] == [("2", 424), ("1", 429), ("0", 200)]
    assert said[1]["headers"]["Retry-After"] == "7"
    assert client.ask("POST", f"{g.url}/v1.0/$batch", {"requests": [dict(steps[0], id=str(n)) for n in range(21)]}).status_code == 400
    assert "exceeds the maximum" in forgive(g)[0]


def test_an_answer_may_be_lost_after_it_was_carried_out(g: Graph, client: Client) -> None:
    g.loses("mailFolders.list")
    with pytest.raises(httpx2.TransportError):
        client.ask("GET", "mailFolders")
    assert g.log[-1].applied
    assert json.loads(json.dumps(g.log[-1].status)) == 0


def test_a_filter_by_the_time_of_receipt_goes_along_with_the_tokens(g: Graph, client: Client) -> None:
    mail = g.mailbox(RASA).mail
    old = mail.deliver(RAW % (1, 1), at=datetime(2025, 1, 1, tzinfo=UTC))
    new = mail.deliver(RAW % (2, 2), at=datetime(2026, 3, 1, tzinfo=UTC))
    found, link = client.round("mailFolders/inbox/messages/delta?$select=subject&$filter=receivedDateTime ge 2026-01-01T00:00:00Z")
    assert ids(found) == [new]
    mail.read(new)
    found, _ = client.round(link)
    assert [(one["id"], "isRead" in one) for one in found] == [(new, False)]
    assert old not in ids(found)


def test_a_filter_keeps_silent_about_what_is_beyond_five_thousand(g: Graph, client: Client) -> None:
    g.mailbox(RASA).mail.most_filtered = 15
    keys = deliver(g, 20)
    found, link = client.round("mailFolders/inbox/messages/delta?$filter=receivedDateTime ge 2026-01-01T00:00:00Z")
    assert ids(found) == keys[:15]
    assert client.round(link)[0] == []
    assert ids(client.round("mailFolders/inbox/messages/delta")[0]) == keys


def test_a_page_may_be_empty_and_lead_on(g: Graph, client: Client) -> None:
    deliver(g, 1)
    g.empty_pages = 2
    first = client.get("mailFolders/inbox/messages/delta")
    assert (first["value"], "@odata.nextLink" in first) == ([], True)
    assert len(client.round("mailFolders/inbox/messages/delta")[0]) == 1


def test_a_message_that_came_back_from_an_archive_has_another_immutable_id(g: Graph, client: Client) -> None:
    """F53."""
    (key,) = deliver(g, 1)
    _, link = client.round("mailFolders/inbox/messages/delta?$select=internetMessageId")
    again = g.mailbox(RASA).mail.reimport(key)
    found, _ = client.round(link)
    assert [(one["id"], one.get("internetMessageId")) for one in found] == [(key, None), (again, "<0@example.com>")]


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        (b"text/calendar; method=REQUEST", "eventMessageRequest"),
        (b'text/calendar; charset=utf-8;\r\n\tmethod="CANCEL"', "eventMessage"),
        (b"text/calendar; method=REPLY", "eventMessageResponse"),
        (b"text/calendar", "message"),
        (b"text/plain", "message"),
    ],
)
def test_mail_about_a_meeting_is_a_kind_of_its_own(g: Graph, client: Client, kind: bytes, told: str) -> None:
    g.mailbox(RASA).mail.deliver(b"Subject: x\r\nContent-Type: " + kind + b"\r\n\r\nBEGIN:VCALENDAR\r\n")
    assert client.get("mailFolders/inbox/messages/delta")["value"][0]["@odata.type"] == f"#microsoft.graph.{told}"


def test_a_message_in_drafts_is_a_draft(g: Graph, client: Client) -> None:
    key = deliver(g, 1, "drafts")[0]
    assert client.get(f"messages/{key}?$select=isDraft")["isDraft"] is True


def test_a_folder_that_is_gone_is_not_found_by_its_link(g: Graph, client: Client) -> None:
    """F47."""
    mail = g.mailbox(RASA).mail
    folder = mail.make_folder("Pumps")
    _, link = client.round(f"mailFolders/{folder}/messages/delta")
    mail.remove_folder(folder)
    assert client.ask("GET", link).json()["error"]["code"] == "ErrorItemNotFound"
    removed = [one for one in client.round("mailFolders/delta")[0] if "@removed" in one]
    assert removed == [], "what went before the first round was never there"


def test_part_of_the_writes_is_carried_out_and_never_answered(g: Graph, client: Client) -> None:
    g.drops(0.5, seed=1)
    answered = 0
    for number in range(20):
        with contextlib.suppress(httpx2.TransportError):
            answered += client.ask("POST", "todo/lists", {"displayName": str(number)}).status_code == 201
    assert 0 < answered < 20
    g.drops(0)
    assert len(client.get("todo/lists?$top=50")["value"]) == 22
    assert all(client.ask("GET", "mailFolders").status_code == 200 for _ in range(20)), "what is only read is always answered"


def test_who_comes_back_too_early_is_seen(g: Graph, client: Client) -> None:
    """F33."""
    g.throttles("mailFolders.list", 30)
    assert client.ask("GET", "mailFolders").status_code == 429
    client.ask("GET", "contacts")
    assert [(refused.method, early.method) for refused, early in g.too_early()] == [("mailFolders.list", "contacts.list")]
    g.clock.sleep(30)  # type: ignore[attr-defined]
    client.ask("GET", "mailFolders")
    assert len(g.too_early()) == 1


def test_notifications_are_not_to_be_had(g: Graph, client: Client) -> None:
    """F59: nothing may rest on them."""
    body = {
        "changeType": "created",
        "notificationUrl": "https://syncd.example",
        "resource": "me/messages",
        "expirationDateTime": "2026-03-02T00:00:00Z",
    }
    assert client.ask("POST", f"{g.url}/v1.0/subscriptions", body).status_code == 400
