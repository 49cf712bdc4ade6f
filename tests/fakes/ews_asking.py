"""What the tests of the fake of Exchange ask it with: exchangelib, and SOAP written by hand where a library would not."""

from __future__ import annotations

import base64
import contextlib
import http.client
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from exchangelib import BASIC, IMPERSONATION, Account, Configuration, Credentials, EWSTimeZone, FailFast
from exchangelib.protocol import close_connections
from exchangelib.version import Build, Version
from lxml import etree

from tests.fakes.ews import Exchange
from tests.fakes.ews.schema import SPACES

RASA = "rasa@klimatas.example"
Open = Callable[..., Any]


def message(n: int) -> bytes:
    """A small message."""
    return (
        f"From: =?utf-8?q?J=C5=ABrat=C4=97?= <jurate@uab-zilvinas.example>\r\nTo: {RASA}\r\nSubject: =?utf-8?q?S=C4=85skaita?= {n}\r\n"
        f"Message-ID: <{n}@uab-zilvinas.example>\r\nDate: Mon, 2 Mar 2026 10:00:00 +0200\r\n\r\nLabas\r\n"
    ).encode()


@contextlib.contextmanager
def opening(x: Exchange) -> Iterator[Open]:
    """Opens mailboxes with exchangelib, which keeps its connections in a table of the process: emptied at the end."""
    def open_(address: str = RASA, *, access: str = IMPERSONATION, auth: str = BASIC, user: str = "", password: str = "") -> Any:
        config = Configuration(
            service_endpoint=x.url,
            credentials=Credentials(user or x.user, password or x.password),
            auth_type=auth,
            version=Version(Build(15, 1, 2507, 6)),
            retry_policy=FailFast(),
        )
        return Account(address, config=config, autodiscover=False, access_type=access, default_timezone=EWSTimeZone("Europe/Vilnius"))

    try:
        yield open_
    finally:
        close_connections()


@dataclass(frozen=True)
class Said:
    """An answer to SOAP by hand."""

    status: int
    body: bytes

    @property
    def codes(self) -> list[str]:
        """The response codes in it, of a fault the one of its detail."""
        return [str(one.text) for one in etree.fromstring(self.body).iter("{*}ResponseCode")]

    def find(self, path: str) -> Any:
        """What the path finds, by the prefixes s, m and t."""
        return etree.fromstring(self.body).findall(f".//{path}", SPACES)


def envelope(request: str, *, impersonate: str = RASA) -> bytes:
    """What stands in the body of an envelope, with the envelope."""
    sid = f"<t:ConnectingSID><t:PrimarySmtpAddress>{impersonate}</t:PrimarySmtpAddress></t:ConnectingSID>"
    header = f"<t:ExchangeImpersonation>{sid}</t:ExchangeImpersonation>" if impersonate else ""
    spaces = "".join(f' xmlns:{prefix}="{space}"' for prefix, space in SPACES.items())
    return f"<s:Envelope{spaces}><s:Header>{header}</s:Header><s:Body>{request}</s:Body></s:Envelope>".encode()


def ask(x: Exchange, request: str, *, impersonate: str = RASA) -> Said:
    """Send it, signed in by Basic."""
    parts = urlsplit(x.url)
    connection = http.client.HTTPConnection(parts.netloc, timeout=10)
    token = base64.b64encode(f"{x.user}:{x.password}".encode()).decode()
    headers = {"Authorization": f"Basic {token}", "Content-Type": "text/xml; charset=utf-8"}
    try:
        connection.request("POST", parts.path, envelope(request, impersonate=impersonate), headers)
        answer = connection.getresponse()
        return Said(answer.status, answer.read())
    finally:
        connection.close()


def get_item(item_id: str, *more: str, properties: str = "") -> str:
    """GetItem for these ids."""
    ids = "".join(f'<t:ItemId Id="{one}"/>' for one in (item_id, *more))
    shape = f"<t:AdditionalProperties>{properties}</t:AdditionalProperties>" if properties else ""
    return f"<m:GetItem><m:ItemShape><t:BaseShape>IdOnly</t:BaseShape>{shape}</m:ItemShape><m:ItemIds>{ids}</m:ItemIds></m:GetItem>"


def sync(folder: str = "inbox", state: str = "", most: int = 10, properties: str = "") -> str:
    """SyncFolderItems of one of the folders that every mailbox has."""
    kept = f"<m:SyncState>{state}</m:SyncState>" if state else ""
    shape = f"<t:AdditionalProperties>{properties}</t:AdditionalProperties>" if properties else ""
    return (
        f"<m:SyncFolderItems><m:ItemShape><t:BaseShape>IdOnly</t:BaseShape>{shape}</m:ItemShape>"
        f'<m:SyncFolderId><t:DistinguishedFolderId Id="{folder}"/></m:SyncFolderId>{kept}'
        f"<m:MaxChangesReturned>{most}</m:MaxChangesReturned></m:SyncFolderItems>"
    )
