"""What a provider's API refuses, by what one can go on from: the classes are shared, the reading of refusals is each provider's."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from syncd.errors import AuthFailed, Busy, SourceError


class Refused(SourceError):
    """A call was refused; `status` is HTTP's, `reason` the provider's word (notFound, syncStateNotFound, duplicate …)."""

    def __init__(self, text: str, status: int, reason: str = "") -> None:
        super().__init__(text)
        self.status, self.reason = status, reason


class NotThere(Refused):
    """404: nothing of that id, or nothing we may see."""


class NoLonger(Refused):
    """410: it was there; of a sync token or a delta link: everything has to be listed anew."""


class Taken(Refused):
    """409: there is one of that id already, or there was."""


class Changed(Refused):
    """412: it is not as the entity tag says."""


class Wrong(Refused):
    """400: the call itself is refused; an old page or sync token may be."""


class LostAnswer(SourceError):
    """The call may have been carried out or not: the answer did not come, or was none."""


class TooLarge(Refused):
    """The answer is larger than we read: refused by us, as 413."""

    def __init__(self, text: str) -> None:
        super().__init__(text, 413, "tooLarge")


class Unauthenticated(AuthFailed):
    """401: the access token is refused; another one may not be. `claims`: what that one has to hold, as JSON, where the server says so."""

    def __init__(self, text: str, claims: str = "") -> None:
        super().__init__(text)
        self.claims = claims


class Throttled(Busy):
    """Asked too fast, or for too much; `least`: seconds to wait at least where the server states none."""

    def __init__(self, text: str, *, least: float = 0.0) -> None:
        super().__init__(text)
        self.least = least


class Failed(LostAnswer):
    """The server failed at it, or something between us and Google answered in its place."""

    def __init__(self, text: str, status: int) -> None:
        super().__init__(text)
        self.status = status


GO_ON: Final[Mapping[int, type[Refused]]] = {400: Wrong, 404: NotThere, 409: Taken, 410: NoLonger, 412: Changed}


def harmless(said: str, secrets: Sequence[str], token: re.Pattern[str]) -> str:
    """A sentence of the server in one short line, without what must not be read by others: `secrets`, and what looks like a `token`."""
    for secret in filter(None, secrets):
        said = said.replace(secret, "…")
    said = token.sub("…", said)
    return " ".join("".join(letter if letter.isprintable() else " " for letter in said).split())[:200]
