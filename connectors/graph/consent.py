"""A person's consent by a code that they enter in a browser of any machine (RFC 8628). Nothing is kept here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from connectors.graph.access import told_by
from connectors.graph.account import GraphAccount
from connectors.graph.entra import application, code_of, refused


class Question:
    """One question to one person: `code` is what they enter at `address`, within `minutes`."""

    def __init__(self, options: GraphAccount, scopes: tuple[str, ...]) -> None:
        """Ask Microsoft for a code. Raises AuthFailed where the application may not, Busy, SourceError."""
        self._who = options.mailbox
        self._application = application(options)
        self._flow: Mapping[str, Any] = told_by(self._application.initiate_device_flow, list(scopes))
        if "user_code" not in self._flow:
            raise refused(f"the application {options.client_id}", code_of(self._flow), consent=False)
        self.code, self.address = str(self._flow["user_code"]), str(self._flow["verification_uri"])
        self.minutes = int(self._flow["expires_in"]) / 60

    def answer(self) -> Mapping[str, Any]:
        """What was granted (RFC 6749 section 5.1), with `id_token_claims`; waits until the person has answered, or the code ends.

        Raises ReauthNeeded where they refused, or did not answer.
        """
        said = told_by(self._application.acquire_token_by_device_flow, self._flow)
        if "access_token" not in said:
            raise refused(self._who, _ENDED.get(str(said.get("error")), "") or code_of(said), consent=True)
        return said


_ENDED = {"authorization_pending": "70020", "slow_down": "70020", "expired_token": "70020"}  # the time was over before the answer
