"""What Google refuses, told in our words. Those a service can go on from have a class of their own."""

from __future__ import annotations

from syncd.errors import SourceError


class Refused(SourceError):
    """A call was refused; `status` is HTTP's, `reason` Google's word (notFound, fullSyncRequired, duplicate …)."""

    def __init__(self, text: str, status: int, reason: str = "") -> None:
        super().__init__(text)
        self.status, self.reason = status, reason


class NotThere(Refused):
    """404: nothing of that id, or nothing we may see."""


class NoLonger(Refused):
    """410: it was there; of a sync token: everything has to be listed anew."""


class Taken(Refused):
    """409: there is one of that id already, or there was."""


class Changed(Refused):
    """412: it is not as the entity tag says."""


class Wrong(Refused):
    """400: the call itself is refused; an old page or sync token may be."""


class LostAnswer(SourceError):
    """The call may have been carried out or not: the answer did not come, or was none."""
