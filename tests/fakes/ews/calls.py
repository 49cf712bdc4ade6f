"""The words of the fake: a call that was let through, a refusal of it, and what is written down of every request."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.fakes.ews.schema import Element
from tests.fakes.google import calls, faults

if TYPE_CHECKING:
    from tests.fakes.ews import Exchange
    from tests.fakes.ews.mailbox import Mailbox

FAULTS = frozenset(
    {
        "ErrorServerBusy",
        "ErrorExceededConnectionCount",
        "ErrorImpersonateUserDenied",
        "ErrorImpersonationDenied",
        "ErrorInvalidRequest",
        "ErrorNonExistentMailbox",
        "ErrorSchemaValidation",
        "ErrorInvalidServerVersion",
        "ErrorAccountDisabled",
        "ErrorMailboxMoveInProgress",
    }
)
"""What Exchange says of a whole request, by a SOAP fault; all else is said of one thing in it, inside an answer."""


class Refusal(Exception):
    """Answered as Exchange answers: `Refusal("ErrorItemNotFound", "The specified object was not found in the store.")`."""

    def __init__(self, code: str, message: str = "", *, back_off: int | None = None, fault: bool | None = None) -> None:
        super().__init__(f"{code} {message}")
        self.code = code
        self.message = message or WORDS.get(code, code)
        self.back_off = back_off  # milliseconds
        self.fault = code in FAULTS if fault is None else fault


WORDS = {
    "ErrorAccessDenied": "Access is denied. Check credentials and try again.",
    "ErrorChangeKeyRequiredForWriteOperations": "A change key is required for this operation.",
    "ErrorFolderNotFound": "The specified folder could not be found in the store.",
    "ErrorImpersonateUserDenied": "The account does not have permission to impersonate the requested user.",
    "ErrorInvalidIdMalformed": "Id is malformed.",
    "ErrorInvalidSyncStateData": "Synchronization state data is corrupt or otherwise invalid.",
    "ErrorIrresolvableConflict": "The send or update operation could not be performed because the change key passed in the request "
    "does not match the current change key for the item.",
    "ErrorItemNotFound": "The specified object was not found in the store., The process failed to get the correct properties.",
    "ErrorMimeContentConversionFailed": "MIME content conversion failed.",
    "ErrorItemCorrupt": "The item is corrupt.",
    "ErrorNonExistentMailbox": "The SMTP address has no mailbox associated with it.",
    "ErrorServerBusy": "The server cannot service this request right now. Try again later.",
    "ErrorSyncFolderNotFound": "The folder to synchronize could not be found.",
    "ErrorTimeoutExpired": "The operation timed out.",
    "ErrorTooManyObjectsOpened": "Too many objects have been opened in the mailbox.",
    "ErrorExceededConnectionCount": "You have exceeded the available concurrent connections for your account.",
}


@dataclass
class Asked(calls.Asked):
    """One request as it came; `method` is the operation, `account` whose own folders are meant where no mailbox is named."""

    user: str = ""
    """Who signed in, "" while nobody is known."""
    request: Element | None = None
    """What stood in the body of the envelope."""
    code: str = ""
    """The refusal of the whole request, or of the first thing in it that was refused."""

    @property
    def writes(self) -> bool:
        """Whether it changes a mailbox."""
        return self.method in ("CreateItem", "UpdateItem", "DeleteItem", "MoveItem", "CreateFolder", "SendItem")

    @property
    def size(self) -> int:
        """How many things were asked for in one."""
        if self.request is None:
            return 0
        lists = ("ItemIds", "FolderIds", "Items", "ItemChanges", "ParentFolderIds", "SourceIds")
        return sum(len(one) for one in self.request if one.tag.rpartition("}")[2] in lists)


@dataclass(frozen=True)
class Call:
    """A request that keeps to the schema, from someone who may ask."""

    world: Exchange
    user: str
    own: str
    """Address whose "own" folders are meant where no mailbox is named: the impersonated person's, or the user's."""
    request: Element
    asked: Asked
    impersonated: bool = False

    def mailbox(self, address: str = "") -> Mailbox:
        """A mailbox this user may open."""
        return self.world.open(self, address or self.own)


Operation = Callable[[Call], Element]


@dataclass(slots=True)
class Answer(faults.Answer):
    """What is sent; a body of `chunks` comes piece by piece, for as long as it lasts."""

    chunks: Iterator[bytes] | None = None
