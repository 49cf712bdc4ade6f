"""The fake of Exchange, proved by exchangelib, the client that the connector uses: it understands what the fake says."""

from __future__ import annotations

import http.client
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests
from exchangelib import BASIC, DELEGATE, NTLM
from exchangelib.errors import ErrorAccessDenied, ErrorImpersonateUserDenied, ErrorNonExistentMailbox, ErrorServerBusy, UnauthorizedError
from requests_ntlm import HttpNtlmAuth

from tests.fakes.ews import Asked, Exchange, exchange
from tests.fakes.ews.ntlm import md4
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
