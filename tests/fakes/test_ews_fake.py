"""The fake of Exchange, proved by exchangelib, the client that the connector uses: it understands what the fake says."""

from __future__ import annotations

import http.client
import random
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests
from exchangelib import BASIC, DELEGATE, NTLM
from exchangelib.errors import ErrorAccessDenied, ErrorImpersonateUserDenied, ErrorNonExistentMailbox, ErrorServerBusy, UnauthorizedError
from exchangelib.items import ID_ONLY
from exchangelib.services import SyncFolderItems
from requests_ntlm import HttpNtlmAuth

from tests.fakes.ews import Asked, Exchange, Folder, exchange
from tests.fakes.ews.ntlm import md4
from tests.fakes.ews.schema import SPACES
from tests.fakes.ews_asking import RASA, Open, ask, envelope, get_item, message, opening, sync
from tests.servers.certificates import certificate


@pytest.fixture
def x() -> Iterator[Exchange]:
    with exchange() as world:
        yield world


@pytest.fixture(scope="module")
def over_tls(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A certificate and its key."""
    return certificate(tmp_path_factory.mktemp("tls"))


@pytest.fixture
def library(x: Exchange) -> Iterator[Open]:
    with opening(x) as open_:
        yield open_


def states(account: Any, folder: Any, state: str | None = None, most: int = 10) -> Iterator[tuple[list[tuple[str, Any]], str, bool]]:
    """A folder's changes page by page, each with its state."""
    while True:
        service = SyncFolderItems(account=account)
        changes = list(
            service.call(
                folder=folder, shape=ID_ONLY, additional_fields=None, sync_state=state, ignore=None, max_changes_returned=most, sync_scope=None
            )
        )
        state = service.sync_state
        yield changes, state, service.includes_last_item_in_range
        if service.includes_last_item_in_range:
            return


@pytest.mark.parametrize("auth", [BASIC, NTLM])
def test_the_library_signs_in_and_finds_the_folders(x: Exchange, library: Open, auth: str) -> None:
    archive = x.mailbox(RASA).make("Archyvas")
    x.mailbox(RASA).make("2025", under=archive)
    account = library(auth=auth)
    found = {folder.name: folder for folder in account.root.walk()}
    assert {"Inbox", "Sent Items", "Calendar", "Archyvas", "2025"} <= set(found)
    assert found["2025"].parent == found["Archyvas"]
    assert {asked.account for asked in x.log if asked.user} == {RASA}


@pytest.mark.parametrize("auth", [BASIC, NTLM])
def test_a_wrong_password_opens_nothing(x: Exchange, library: Open, auth: str) -> None:
    """The NTLM response is computed and compared, not believed."""
    x.mailbox(RASA)
    with pytest.raises(UnauthorizedError):
        library(auth=auth, password="another").inbox.refresh()
    assert not any(asked.applied for asked in x.log)


@pytest.mark.parametrize(
    ("address", "error", "why"),
    [
        ("vadovas@klimatas.example", ErrorImpersonateUserDenied, "outside the management scope"),
        ("niekas@klimatas.example", ErrorNonExistentMailbox, "there is no such mailbox"),
    ],
)
def test_impersonation_ends_where_the_scope_does(x: Exchange, library: Open, address: str, error: type[Exception], why: str) -> None:
    x.mailbox("vadovas@klimatas.example", open=False)
    with pytest.raises(error):
        library(address).inbox.refresh()
    assert not any(asked.applied for asked in x.log), why


def test_a_shared_mailbox_is_closed_when_the_right_is_taken_away(x: Exchange, library: Open) -> None:
    """F60: what was open a moment ago is refused, folder by folder."""
    x.mailbox(RASA).inbox.deliver(message(1))
    account = library(access=DELEGATE)
    assert account.inbox.total_count == 1
    x.full_access.discard(RASA)
    with pytest.raises(ErrorAccessDenied):
        account.inbox.refresh()


@pytest.mark.parametrize("newest_first", [True, False])
def test_a_folder_is_told_page_by_page_and_each_page_has_its_state(x: Exchange, library: Open, newest_first: bool) -> None:
    """What comes, goes or changes while the pages are read is told afterwards, and nothing is left out."""
    x.newest_first = newest_first
    inbox = x.mailbox(RASA).inbox
    ids = [inbox.deliver(message(n)) for n in range(25)]
    account = library()
    pages = states(account, account.inbox)
    changes, first, last = next(pages)
    told = [item.id for _, item in changes]
    assert (told, last) == (ids[:-11:-1] if newest_first else ids[:10], False)
    late = inbox.deliver(message(99))
    inbox.delete(ids[12])
    inbox.mark(told[0], read=True)
    rest = [(kind, item) for changes, _, _ in pages for kind, item in changes]
    assert {item.id for kind, item in rest if kind == "create"} == set(ids) - set(told) - {ids[12]} | {late}
    assert [item.id for kind, item in rest if kind == "delete"] == [ids[12]]
    assert [(item[0].id, item[1]) for kind, item in rest if kind == "read_flag_change"] == [(told[0], True)]
    again = [item.id for changes, _, _ in states(account, account.inbox, first) for kind, item in changes if kind == "create"]
    assert set(again) == {item.id for kind, item in rest if kind == "create"}, "the same state gives the same"


@pytest.mark.parametrize("seed", range(6))
def test_whoever_follows_the_states_knows_the_folder(x: Exchange, seed: int) -> None:
    """Whatever happens between two pages: in the end a client has what is there, read as it is read, and nothing else."""
    chance = random.Random(seed)
    x.newest_first = seed % 2 == 0
    inbox = x.mailbox(RASA).inbox
    for n in range(20):
        inbox.deliver(message(n))
    mirror: dict[str, tuple[str, str]] = {}
    fields = '<t:FieldURI FieldURI="item:Subject"/><t:FieldURI FieldURI="message:IsRead"/>'
    state, last = "", False
    for step in range(60):
        if step < 40:
            for _ in range(chance.randrange(6)):
                _something_happens(inbox, chance)
        said = ask(x, sync(state=state, most=3, properties=fields))
        for change in said.find("m:Changes")[0]:
            _follow(mirror, change)
        state, last = said.find("m:SyncState")[0].text, said.find("m:IncludesLastItemInRange")[0].text == "true"
        if last and step >= 40:
            break
    assert last
    assert mirror == {one.id: (one.says("Subject"), one.says("IsRead")) for one in inbox.items.values()}


def _something_happens(inbox: Folder, chance: random.Random) -> None:
    there = list(inbox.items)
    what = chance.choice(["come", "come", "come", "change", "mark", "go", "leave"])
    if what == "come" or not there:
        inbox.deliver(message(chance.randrange(1000)))
        return
    one = chance.choice(there)
    match what:
        case "change":
            inbox.change(one, Subject=f"Kitaip {chance.randrange(1000)}")
        case "mark":
            inbox.mark(one, read=chance.random() < 0.5)
        case "go":
            inbox.delete(one)
        case "leave":
            inbox.bin(one)


def _follow(mirror: dict[str, tuple[str, str]], change: Any) -> None:
    found = change.find(".//t:ItemId", SPACES).get("Id")
    kind = change.tag.rpartition("}")[2]
    if kind == "Delete":
        mirror.pop(found, None)
    elif kind == "ReadFlagChange":
        mirror[found] = (mirror[found][0], change.find("t:IsRead", SPACES).text)
    else:
        assert kind == "Create" or found in mirror, "a change of what was never told"
        mirror[found] = (change.find(".//t:Subject", SPACES).text, change.find(".//t:IsRead", SPACES).text)


def test_an_item_is_read_with_its_mime_and_what_the_headers_say(x: Exchange, library: Open) -> None:
    item_id = x.mailbox(RASA).inbox.deliver(message(7), Sensitivity="Private", categories=["Klientai"])
    account = library()
    (item,) = account.fetch([(item_id, None)])
    assert item.mime_content == message(7)
    assert (item.subject, item.author.name, item.sensitivity, item.categories) == ("Sąskaita 7", "Jūratė", "Private", ["Klientai"])


def test_the_hash_of_passwords_is_md4() -> None:
    """The examples of RFC 1320, A.5; it is no longer in every OpenSSL."""
    assert md4(b"").hex() == "31d6cfe0d16ae931b73c59d7e0c089c0"
    assert md4(b"message digest").hex() == "d9130a8164549fe818874806e1c7014b"
    assert md4(b"1234567890" * 8).hex() == "e33b4ddc9c38f2199c3e7b164fcc0536"


MALFORMED = [
    ("<m:GetItems/>", "GetItems", "an operation that is none"),
    (sync(most=513), "512", "more changes than a page may have"),
    (sync(most=0), "1", "no changes at all"),
    (sync().replace("<m:SyncFolderId>", "<m:FolderId>").replace("</m:SyncFolderId>", "</m:FolderId>"), "SyncFolderId", "a misspelt element"),
    (get_item("AAA=", properties='<t:FieldURI FieldURI="item:Subjects"/>'), "item:Subjects", "a property that no item has"),
    ("<m:GetItem><m:ItemIds/><m:ItemShape><t:BaseShape>IdOnly</t:BaseShape></m:ItemShape></m:GetItem>", "ItemShape", "the order is fixed"),
    ("<m:GetEvents><m:SubscriptionId>1</m:SubscriptionId><m:Watermark>1</m:Watermark></m:GetEvents>", "play", "what the fake does not play"),
]


@pytest.mark.parametrize(("request_", "word", "why"), MALFORMED)
def test_what_the_schema_does_not_allow_is_refused(x: Exchange, request_: str, word: str, why: str) -> None:
    """A test that passes on a lenient fake says nothing."""
    x.mailbox(RASA)
    said = ask(x, request_)
    assert (said.status, said.codes) == (500, ["ErrorSchemaValidation"]), why
    assert word in x.violations.pop(), why
    assert not x.log[-1].applied


def test_a_test_fails_for_what_was_refused_in_it() -> None:
    """Nobody has to look into the list of violations."""
    with pytest.raises(AssertionError, match="513"), exchange() as x:
        x.mailbox(RASA)
        ask(x, sync(most=513))


def test_an_answer_that_the_schema_does_not_allow_fails_the_test(x: Exchange) -> None:
    """The fake may be wrong too."""
    inbox = x.mailbox(RASA).inbox
    item_id = inbox.deliver(message(1))
    inbox.item(item_id).put(Sensitivity="Secret")
    said = ask(x, get_item(item_id, properties='<t:FieldURI FieldURI="item:Sensitivity"/>'))
    assert (said.status, said.codes) == (500, ["ErrorInternalServerError"])
    assert "Secret" in x.violations.pop()


REFUSED_STATES = [
    ("AAAA", "no state at all"),
    ("inbox of another mailbox", "of somebody else"),
    ("another folder", "of another folder"),
    ("forgotten", "too old"),
]


@pytest.mark.parametrize(("kept", "why"), REFUSED_STATES)
def test_a_state_is_good_for_one_folder_and_one_time(x: Exchange, kept: str, why: str) -> None:
    """F46: ErrorInvalidSyncStateData, in an answer that has an empty state, as the library expects it."""
    x.mailbox("jonas@klimatas.example")
    state = {
        "AAAA": lambda: "AAAA",
        "inbox of another mailbox": lambda: ask(x, sync(), impersonate="jonas@klimatas.example").find("m:SyncState")[0].text,
        "another folder": lambda: ask(x, sync("sentitems")).find("m:SyncState")[0].text,
        "forgotten": lambda: ask(x, sync()).find("m:SyncState")[0].text,
    }
    rasa = x.mailbox(RASA)
    said = state[kept]()
    if kept == "forgotten":
        rasa.forget_sync_states()
    answer = ask(x, sync(state=said))
    assert (answer.status, answer.codes) == (200, ["ErrorInvalidSyncStateData"]), why
    assert [one.text for one in answer.find("m:SyncState")] == [None]


def test_a_folder_under_another_id_is_not_found_by_its_old_one(x: Exchange) -> None:
    """F47: and by its distinguished name it is."""
    rasa = x.mailbox(RASA)
    by_name, old = sync(), rasa.inbox.id
    by_id = by_name.replace('<t:DistinguishedFolderId Id="inbox"/>', f'<t:FolderId Id="{old}"/>')
    assert ask(x, by_id).codes == ["NoError"]
    rasa.renew(rasa.inbox)
    assert ask(x, by_id).codes == ["ErrorSyncFolderNotFound"]
    assert ask(x, by_name).codes == ["NoError"]


def test_a_busy_server_says_how_long_to_stay_away(x: Exchange, library: Open) -> None:
    """F45: to the millisecond; who comes earlier is remembered."""
    x.mailbox(RASA)
    account = library()
    now = [1000.0]
    x.clock = lambda: now[0]
    x.busy("GetFolder", 1500)
    with pytest.raises(ErrorServerBusy) as busy:
        account.inbox.refresh()
    assert busy.value.back_off == 1.5
    now[0] += 1.4995
    account.inbox.refresh()
    assert [(refusal.until, asked.at) for refusal, asked in x.too_early()] == [(1001.5, 1001.4995)] * len(x.too_early())
    assert x.too_early()
    x.log.clear()
    now[0] += 0.0005
    account.inbox.refresh()
    assert not x.too_early()


@pytest.mark.parametrize("code", ["ErrorTimeoutExpired", "ErrorTooManyObjectsOpened"])
def test_large_batches_alone_can_be_refused(x: Exchange, code: str) -> None:
    """F48: smaller ones are answered."""
    ids = [x.mailbox(RASA).inbox.deliver(message(n)) for n in range(6)]

    def large(asked: Asked) -> bool:
        return asked.method == "GetItem" and asked.size > 3

    x.refuses(large, code, times=float("inf"))
    assert ask(x, get_item(*ids)).codes == [code]
    assert ask(x, get_item(*ids[:3])).codes == ["NoError"] * 3


def test_requests_at_a_time_are_counted(x: Exchange) -> None:
    """F48: one too many is refused with ErrorExceededConnectionCount, and the first is answered."""
    x.mailbox(RASA)
    x.most_connections = 1
    entered, leave = threading.Event(), threading.Event()
    x.on("SyncFolderItems", before=lambda _: (entered.set(), leave.wait(10)))
    first: list[list[str]] = []
    thread = threading.Thread(target=lambda: first.append(ask(x, sync()).codes))
    thread.start()
    assert entered.wait(10)
    second = ask(x, sync("sentitems"))
    leave.set()
    thread.join(10)
    assert (second.status, second.codes, first) == (500, ["ErrorExceededConnectionCount"], [["NoError"]])


@pytest.mark.parametrize(
    ("code", "asked", "said"),
    [
        ("ErrorItemCorrupt", '<t:FieldURI FieldURI="item:Subject"/>', "ErrorItemCorrupt"),
        ("ErrorMimeContentConversionFailed", '<t:FieldURI FieldURI="item:MimeContent"/>', "ErrorMimeContentConversionFailed"),
        ("ErrorMimeContentConversionFailed", '<t:FieldURI FieldURI="item:Subject"/>', "NoError"),
    ],
)
def test_one_damaged_item_leaves_the_others_of_its_batch_alone(x: Exchange, code: str, asked: str, said: str) -> None:
    """F51."""
    inbox = x.mailbox(RASA).inbox
    ids = [inbox.deliver(message(n)) for n in range(3)]
    inbox.spoil(ids[1], code)
    assert ask(x, get_item(*ids, properties=asked)).codes == ["NoError", said, "NoError"]


def test_an_item_that_is_moved_has_another_id(x: Exchange) -> None:
    """F52: here it is deleted, there it is new, and the old id is not found."""
    rasa = x.mailbox(RASA)
    archive = rasa.make("Archyvas")
    old = rasa.inbox.deliver(message(1))
    state = ask(x, sync()).find("m:SyncState")[0].text
    new = rasa.inbox.move(old, archive)
    assert [one.get("Id") for one in ask(x, sync(state=state)).find("t:Delete/t:ItemId")] == [old]
    assert (old == new, ask(x, get_item(old, new)).codes) == (False, ["ErrorItemNotFound", "NoError"])


def test_a_whole_folder_can_have_other_ids(x: Exchange) -> None:
    """F53: the mailbox was moved to another database; everything is told as gone and as new."""
    inbox = x.mailbox(RASA).inbox
    ids = {inbox.deliver(message(n)) for n in range(3)}
    state = ask(x, sync()).find("m:SyncState")[0].text
    inbox.reassign()
    said = ask(x, sync(state=state))
    assert {one.get("Id") for one in said.find("t:Delete/t:ItemId")} == ids
    assert len(said.find("t:Create")) == 3


def test_where_it_is_blocked_everything_is_forbidden(x: Exchange) -> None:
    """F54: before anything else is looked at."""
    x.mailbox(RASA)
    x.blocks()
    assert (ask(x, sync()).status, x.log[-1].applied) == (403, False)


def test_a_folder_can_be_closed_to_others(x: Exchange) -> None:
    """F60: not to the person whose it is, whom an impersonation acts for."""
    rasa = x.mailbox(RASA)
    rasa.inbox.denied = True
    named = '<t:DistinguishedFolderId Id="inbox"><t:Mailbox><t:EmailAddress>rasa@klimatas.example</t:EmailAddress></t:Mailbox></t:DistinguishedFolderId>'
    delegated = sync().replace('<t:DistinguishedFolderId Id="inbox"/>', named)
    assert ask(x, delegated, impersonate="").codes == ["ErrorAccessDenied"]
    assert ask(x, sync()).codes == ["NoError"]


def test_answers_can_be_lost_and_cut(x: Exchange) -> None:
    x.mailbox(RASA)
    x.loses("SyncFolderItems")
    with pytest.raises(http.client.RemoteDisconnected):
        ask(x, sync())
    assert (x.log[-1].applied, x.log[-1].status) == (True, 0)
    x.cuts("SyncFolderItems", 100)
    with pytest.raises(http.client.IncompleteRead):
        ask(x, sync())


def test_folders_that_come_and_go_are_told_by_the_hierarchy(x: Exchange, library: Open) -> None:
    rasa = x.mailbox(RASA)
    account = library()
    list(account.root.sync_hierarchy())
    made, gone = rasa.make("Nauja"), rasa["notes"]
    rasa.rename(rasa["journal"], "Žurnalas")
    rasa.remove(gone)
    told = [(kind, getattr(folder, "id", folder)) for kind, folder in account.root.sync_hierarchy()]
    assert sorted(told) == sorted([("create", made.id), ("update", rasa.journal.id), ("delete", gone.id)])


def test_the_version_of_the_server_is_learned_by_asking(x: Exchange) -> None:
    """A client that knows nothing asks to convert an id that is none, and reads the header of the answer."""
    x.mailbox(RASA)
    said = ask(x, '<m:ConvertId DestinationFormat="EntryId"><m:SourceIds><t:AlternateId Format="EwsId" Id="x" Mailbox="a@b.lt"/></m:SourceIds></m:ConvertId>')
    assert said.codes == ["ErrorInvalidIdMalformed"]
    (version,) = said.find("t:ServerVersionInfo")
    assert (version.get("MajorVersion"), version.get("MajorBuildNumber")) == ("15", "2507")


def test_ids_zones_and_names_are_looked_up(x: Exchange, library: Open) -> None:
    item_id = x.mailbox(RASA, "Rasa Rasytė").inbox.deliver(message(1))
    protocol = library().protocol
    assert {zone.id for zone in protocol.get_timezones()} >= {"UTC", "FLE Standard Time"}
    assert [found.email_address for found in protocol.resolve_names(["Rasytė"])] == [RASA]

    def converted(said: str, of: str, to: str) -> str:
        source = f'<t:AlternateId Format="{of}" Id="{said}" Mailbox="{RASA}"/>'
        (told,) = ask(x, f'<m:ConvertId DestinationFormat="{to}"><m:SourceIds>{source}</m:SourceIds></m:ConvertId>').find("m:AlternateId")
        return str(told.get("Id"))

    assert converted(converted(item_id, "EwsId", "HexEntryId"), "HexEntryId", "EwsId") == item_id


@pytest.mark.parametrize(
    ("protected", "bound", "opened", "why"),
    [
        (False, False, True, "nobody asks for it"),
        (True, True, True, "the proof names the certificate that was shown"),
        (True, False, False, "a proxy that ends TLS shows another certificate"),
    ],
)
def test_extended_protection_wants_the_channel_in_the_proof(
    over_tls: tuple[Path, Path], protected: bool, bound: bool, opened: bool, why: str
) -> None:
    """Windows Extended Protection: NTLM through a proxy that ends TLS fails, whatever the password."""
    with exchange(certificate=over_tls) as x:
        x.mailbox(RASA)
        x.extended_protection = protected
        session = requests.Session()
        session.auth = HttpNtlmAuth(x.user, x.password, send_cbt=bound)
        session.trust_env, session.verify = False, str(over_tls[0])
        answer = session.post(x.url, envelope(sync()), headers={"Content-Type": "text/xml"}, timeout=10)
        session.close()
        assert (answer.status_code == 200) == opened, why
        assert any(asked.applied for asked in x.log) == opened
