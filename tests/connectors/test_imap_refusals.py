"""What a refused sign-in is told as."""

from __future__ import annotations

import pytest

from connectors.imap.refusals import sign_in_refusal
from syncd.errors import AuthFailed, Busy, SourceError

REFUSED = [
    # the server's words, the error, its beginning, reason
    ("[AUTHENTICATIONFAILED] Authentication failed.", AuthFailed, "the server refuses rasa: [AUTHENTICATIONFAILED] Authentication failed; check user,", "one stop in a sentence of ours"),
    ("Invalid credentials (Failure)", AuthFailed, "the server refuses rasa: Invalid credentials (Failure); check user,", "no code at all"),
    ("[PRIVACYREQUIRED] Plaintext authentication disallowed", SourceError, "the server lets nobody in without TLS:", "no password would help"),
    ("[UNAVAILABLE] Temporary authentication failure.", Busy, "the server does not let rasa in now:", "it asks to wait"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "kind", "said", "reason"), REFUSED)
def test_a_refused_sign_in_says_what_to_do(text: str, kind: type[SourceError], said: str, reason: str) -> None:
    """Codes of RFC 5530 where there are some."""
    error = sign_in_refusal(text, "rasa")
    assert type(error) is kind and str(error).startswith(said), reason
