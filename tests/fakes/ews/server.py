"""HTTP and SOAP: one request in, one answer out, both judged by the schema."""

from __future__ import annotations

import base64
import contextlib
import ssl
import sys
import threading
from collections import Counter
from collections.abc import Iterator, Mapping
from email.utils import formatdate
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.fakes import wire
from tests.fakes.ews import directory, finding, folders, reading, streaming, writing
from tests.fakes.ews.answers import refused, response, soap_fault
from tests.fakes.ews.calls import Answer, Asked, Call, Operation, Refusal
from tests.fakes.ews.ntlm import Handshake, basic
from tests.fakes.ews.schema import SPACES, Element, S, etree, fault_in, first, local, t, text

if TYPE_CHECKING:
    from tests.fakes.ews import Exchange

PATH = "/EWS/Exchange.asmx"
OPERATIONS: Mapping[str, Operation] = {
    "GetFolder": folders.get_folder,
    "FindFolder": folders.find_folder,
    "SyncFolderHierarchy": folders.sync_folder_hierarchy,
    "SyncFolderItems": reading.sync_folder_items,
    "GetItem": reading.get_item,
    "FindItem": finding.find_item,
    "CreateItem": writing.create_item,
    "UpdateItem": writing.update_item,
    "DeleteItem": writing.delete_item,
    "Subscribe": streaming.subscribe,
    "Unsubscribe": streaming.unsubscribe,
    "ConvertId": directory.convert_id,
    "GetServerTimeZones": directory.get_server_time_zones,
    "ResolveNames": directory.resolve_names,
}
STREAM = "GetStreamingEvents"
VERSIONS = ("Exchange2007", "Exchange2007_SP1", "Exchange2010", "Exchange2010_SP1", "Exchange2010_SP2", "Exchange2013", "Exchange2013_SP1", "Exchange2015", "Exchange2016")
_XML = "text/xml; charset=utf-8"


class Front:
    """From the bytes of a request to the bytes of its answer."""

    def __init__(self, world: Exchange) -> None:
        self.world = world
        self.running: Counter[str] = Counter()
        self.counting = threading.Lock()

    def packs(self, headers: Mapping[str, str]) -> bool:
        """Whether a long answer is packed for this client."""
        return self.world.gzips and "gzip" in headers.get("accept-encoding", "")

    def fell_over(self, text: str) -> None:
        """A fault of the fake itself: the test must hear of it."""
        self.world.violations.append(text)

    def answer(self, verb: str, path: str, headers: dict[str, str], body: bytes, user: str = "") -> tuple[Asked, Answer]:
        """Written down, and spoilt where a rule says so of somebody who has signed in: `user`, "" before."""
        world = self.world
        asked = Asked(at=world.clock(), method="", verb=verb, path=path, headers=headers, body=body, user=user)
        envelope = _parsed(body)
        inside = envelope.find(f"{{{S}}}Body") if envelope is not None else None
        if inside is not None and len(inside):
            asked.request = inside[0]
            asked.method = local(inside[0])
        world.log.append(asked)
        with self._counted(user) as running:
            answer = world.faults.instead(asked) if user else None
            if answer is None:
                answer = self._served(asked, envelope, running)
            if user:
                answer = world.faults.spoilt(asked, answer)
        asked.status = 0 if answer.silent else answer.status
        asked.known = len(world.log)
        return asked, answer

    @contextlib.contextmanager
    def _counted(self, user: str) -> Any:
        with self.counting:
            self.running[user] += 1
            running = self.running[user]
        try:
            yield running
        finally:
            with self.counting:
                self.running[user] -= 1

    def _served(self, asked: Asked, envelope: Element | None, running: int) -> Answer:
        if asked.path.lower() != PATH.lower():
            return Answer(404, b"", {"Content-Type": "text/html"})
        if asked.verb != "POST":
            return Answer(405, b"", {"Content-Type": "text/html", "Allow": "POST"})
        if self.world.blocked:
            return Answer(403, self.world.blocked, {"Content-Type": "text/html"})
        if not asked.user:
            return self.unauthorized()
        try:
            if running > self.world.most_connections:
                raise Refusal("ErrorExceededConnectionCount")
            return self._said(asked, self._called(asked, envelope))
        except Refusal as refusal:
            return self.fault(asked, refusal)

    def _called(self, asked: Asked, envelope: Element | None) -> Element | Iterator[Element]:
        request = asked.request
        if envelope is None or request is None:
            raise self._violated("the body is no SOAP envelope with something in it")
        header = envelope.find(f"{{{S}}}Header")
        for one in [*(header if header is not None else ()), request]:
            if problem := fault_in(one):
                raise self._violated(f"{local(one)}: {problem}")
        version = first(header, "t:RequestServerVersion") if header is not None else None
        if version is not None and version.get("Version", "") not in VERSIONS:
            raise Refusal("ErrorInvalidServerVersion", fault=True)
        if asked.method not in OPERATIONS and asked.method != STREAM:
            raise self._violated(f"the fake does not play {asked.method}")
        with self.world.lock:
            impersonation = first(header, "t:ExchangeImpersonation/t:ConnectingSID") if header is not None else None
            meant = "" if impersonation is None else text(impersonation, "t:PrimarySmtpAddress") or text(impersonation, "t:SmtpAddress")
            asked.account = self.world.acting(asked.user, meant)
            call = Call(self.world, asked.user, asked.account, request, asked, impersonation is not None)
            if asked.method == STREAM:
                return streaming.get_streaming_events(call)
            said = OPERATIONS[asked.method](call)
            asked.applied = True
            return said

    def _said(self, asked: Asked, said: Element | Iterator[Element]) -> Answer:
        if isinstance(said, Iterator):
            return Answer(200, headers={"Content-Type": _XML}, chunks=(self._checked(asked, one) for one in said))
        wants_one = self.world.is_farm and asked.headers.get("x-preferserveraffinity", "").lower() == "true"
        return Answer(200, self._checked(asked, said), {"Content-Type": _XML, **({"Set-Cookie": streaming.AFFINITY} if wants_one else {})})

    def _checked(self, asked: Asked, said: Element) -> bytes:
        asked.code = next((str(one.text) for one in said.iterfind(".//m:ResponseCode", SPACES) if one.text != "NoError"), "")
        if self.world.checks_answers() and (problem := fault_in(said)):
            raise self._violated(f"the fake's own answer to {asked.method}: {problem}", "ErrorInternalServerError")
        return self.enveloped(said)

    def enveloped(self, said: Element) -> bytes:
        """As it is sent, with the version of the server in its header."""
        major, minor, build, revision = self.world.version
        about = t("ServerVersionInfo", MajorVersion=major, MinorVersion=minor, MajorBuildNumber=build, MinorBuildNumber=revision, Version="V2017_07_11")
        envelope = etree.Element(f"{{{S}}}Envelope", nsmap={"s": S})
        etree.SubElement(envelope, f"{{{S}}}Header").append(about)
        etree.SubElement(envelope, f"{{{S}}}Body").append(said)
        return bytes(etree.tostring(envelope, xml_declaration=True, encoding="utf-8"))

    def fault(self, asked: Asked, refusal: Refusal) -> Answer:
        """A refusal of the whole request; of an operation on one thing it stands inside an answer."""
        asked.code = refusal.code
        if refusal.back_off is not None:
            asked.until = asked.at + refusal.back_off / 1000
        if not refusal.fault and asked.method in OPERATIONS:
            return Answer(200, self.enveloped(response(asked.method, [refused(asked.method, refusal)])), {"Content-Type": _XML})
        return Answer(500, self.enveloped(soap_fault(refusal)), {"Content-Type": _XML})

    def unauthorized(self, challenge: str = "") -> Answer:
        """401, with the ways to sign in that this server offers."""
        said = [f"NTLM {challenge}" if challenge and scheme == "NTLM" else scheme for scheme in self.world.schemes]
        said = [f'Basic realm="{self.world.domain}"' if scheme == "Basic" else scheme for scheme in said]
        return Answer(401, b"", {"WWW-Authenticate": "\n".join(said)})

    def _violated(self, problem: str, code: str = "ErrorSchemaValidation") -> Refusal:
        self.world.violations.append(problem)
        return Refusal(code, f"The request failed schema validation: {problem}", fault=True)


def _parsed(body: bytes) -> Element | None:
    try:
        return etree.fromstring(body, etree.XMLParser(resolve_entities=False, huge_tree=True))
    except etree.XMLSyntaxError:
        return None


class Server(wire.Server):
    """Speaks TLS where it has a certificate."""

    front: Front

    def __init__(self, front: Front, certificate: tuple[Path, Path] | None) -> None:
        super().__init__(front, Handler)
        if certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(*certificate)
            self.socket = context.wrap_socket(self.socket, server_side=True, do_handshake_on_connect=False)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Nor is it news that a client did not like the certificate."""
        if not isinstance(sys.exc_info()[1], ssl.SSLError):
            super().handle_error(request, client_address)


class Handler(wire.Handler):
    """One connection, and who it was proved to be."""

    server: Server

    def setup(self) -> None:
        super().setup()
        world = self.server.front.world
        self.handshake = Handshake(world.passwords, world.domain)

    def _answered(self, headers: dict[str, str], body: bytes) -> tuple[Asked, Answer]:
        front = self.server.front
        user, challenge = self._signed_in(headers.get("authorization", ""))
        if challenge:
            return Asked(front.world.clock(), "", self.command, self.path), front.unauthorized(challenge)
        return front.answer(self.command, self.path, headers, body, user)

    def _signed_in(self, said: str) -> tuple[str, str]:
        """(user, challenge): one of them, or neither."""
        world = self.server.front.world
        scheme, _, token = said.partition(" ")
        if scheme.lower() == "basic" and "Basic" in world.schemes:
            return basic(token, world.passwords), ""
        if scheme.lower() == "ntlm" and "NTLM" in world.schemes:
            challenge = self.handshake.answer(token, binding=world.binding() if world.extended_protection else None)
            return self.handshake.user, challenge or ""
        if scheme.lower() == "negotiate" and "Negotiate" in world.schemes:
            return world.proves(base64.b64decode(token), world.shown()), ""  # of this request alone, as IIS does
        return ("", "") if said else (self.handshake.user, "")

    def _send(self, answer: Answer, at: float, packs: bool) -> None:
        chunks = getattr(answer, "chunks", None)
        if chunks is None:
            super()._send(answer, at, packs)
            return
        self._head(answer.status, {**answer.headers, "Transfer-Encoding": "chunked", "Date": formatdate(at, usegmt=True)})
        for chunk in chunks:
            self.wfile.write(f"{len(chunk):x}\r\n".encode() + chunk + b"\r\n")
            self.wfile.flush()
        self.wfile.write(b"0\r\n\r\n")
        self.wfile.flush()


def serve(front: Front, certificate: tuple[Path, Path] | None) -> Server:
    """On a port the system chose, in a thread of its own."""
    return wire.started(Server(front, certificate))
