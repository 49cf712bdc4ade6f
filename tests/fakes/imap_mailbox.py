"""What the fake IMAP server holds, and what a test may let go wrong with it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

ALL = frozenset("IMAP4REV1 ENABLE CONDSTORE QRESYNC LIST-EXTENDED LIST-STATUS SPECIAL-USE UNSELECT IDLE AUTH=PLAIN AUTH=XOAUTH2".split())
GMAIL = frozenset("IMAP4REV1 ENABLE CONDSTORE SPECIAL-USE UNSELECT X-GM-EXT-1 LIST-EXTENDED LIST-STATUS IDLE AUTH=XOAUTH2 AUTH=OAUTHBEARER".split())
EXCHANGE = frozenset("IMAP4 IMAP4REV1 AUTH=PLAIN UIDPLUS CHILDREN IDLE NAMESPACE LITERAL+".split())
BARE = frozenset({"IMAP4REV1"})
_DATE = '"02-Mar-2026 09:00:00 +0200"'


@dataclass
class Mail:
    uid: int
    raw: bytes
    flags: set[str] = field(default_factory=set)
    modseq: int = 1
    date: str = _DATE


@dataclass
class Folder:
    """A folder and what the server remembers of it."""

    name: str  # as it goes over the wire, in modified UTF-7
    attributes: str = ""
    validity: int = 1000
    uidnext: int = 1
    modseq: int = 1
    mails: list[Mail] = field(default_factory=list)
    vanished: dict[int, int] = field(default_factory=dict)  # uid → modification sequence

    def add(self, raw: bytes, *flags: str, uid: int = 0, date: str = _DATE) -> Mail:
        """A mail arrives."""
        self.modseq += 1
        mail = Mail(uid or self.uidnext, raw, set(flags), self.modseq, date)
        self.uidnext = mail.uid + 1
        self.mails.append(mail)
        return mail

    def expunge(self, uid: int) -> None:
        """Somebody deletes it for good."""
        self.modseq += 1
        self.mails = [mail for mail in self.mails if mail.uid != uid]
        self.vanished[uid] = self.modseq

    def flag(self, uid: int, *flags: str) -> None:
        """Somebody sets flags."""
        self.modseq += 1
        for mail in self.mails:
            if mail.uid == uid:
                mail.flags |= set(flags)
                mail.modseq = self.modseq

    def renumber(self) -> None:
        """The server rebuilt the folder: a new UIDVALIDITY, and every mail another UID."""
        self.validity += 1
        self.vanished.clear()
        for number, mail in enumerate(self.mails, 1):
            mail.uid = number
        self.uidnext = len(self.mails) + 1


@dataclass
class Faults:
    """What goes wrong. The numbers of commands and mails are those of the test."""

    greeting: str = "* OK fake ready"
    refuse: dict[str, str] = field(default_factory=dict)  # verb (or "VERB folder") → "NO [CODE] text"
    omit: frozenset[str] = frozenset()  # UIDVALIDITY, UIDNEXT, MESSAGES, HIGHESTMODSEQ, FLAGS, STATUS
    most_connections: int = 100
    hidden_on_fetch: set[int] = field(default_factory=set)  # expunged between SEARCH and FETCH
    withheld: set[int] = field(default_factory=set)  # listed, never delivered
    cut: dict[int, int] = field(default_factory=dict)  # uid → drop the connection after so many bytes of its body
    cut_times: int = 1_000_000
    length_lie: dict[int, int] = field(default_factory=dict)  # uid → what is added to the announced length
    chatter: tuple[str, ...] = ()  # untagged lines before the end of every FETCH
    shuffled: bool = False  # FETCHes sent together are ended in another order, their data before either end
    deaf: bool = False  # an IDLE that tells nothing and whose end is not answered, on a connection that stays open
    with_idling: tuple[str, ...] = ()  # untagged lines in one segment with the "+" of IDLE
    drip: float = 0.0  # seconds between single bytes of bodies
    mute: frozenset[str] = frozenset()  # verbs that are never answered
    before: Callable[[str, str], None] = lambda verb, line: None  # called with every command
    inject: bytes = b""  # plain text put behind the OK to STARTTLS
