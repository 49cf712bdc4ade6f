"""Who may do what: consent, codes, refresh tokens, access tokens, and service accounts that speak for others."""

from __future__ import annotations

import base64
import functools
import hashlib
import html
import json
import secrets
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

LIFETIME = 3600
AUDIENCE = "https://oauth2.googleapis.com/token"
"""What google-auth signs an assertion for, whichever address it is sent to."""
IDENTITY = frozenset(
    {"openid", "email", "profile", "https://www.googleapis.com/auth/userinfo.email", "https://www.googleapis.com/auth/userinfo.profile"}
)
JWT_GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer"
_ASKS_CONSENT = frozenset(
    "client_id redirect_uri response_type scope state access_type prompt login_hint include_granted_scopes code_challenge code_challenge_method hd nonce".split()
)
_FORMS = {
    "authorization_code": (
        {"grant_type", "code", "redirect_uri", "client_id", "client_secret"},
        {"code_verifier", "scope", "include_client_id"},
    ),
    "refresh_token": ({"grant_type", "refresh_token", "client_id", "client_secret"}, {"scope"}),
    JWT_GRANT: ({"grant_type", "assertion"}, set[str]()),
}


class NoToken(Exception):
    """Refused by the token endpoint: `NoToken(400, "invalid_grant", "Bad Request")`."""

    def __init__(self, status: int, error: str, description: str) -> None:
        super().__init__(f"{error}: {description}")
        self.status = status
        self.body = {"error": error, "error_description": description}


class Malformed(Exception):
    """A request that no client of Google's should send."""


@dataclass(slots=True)
class Grant:
    """What one person allowed one program: what a refresh token stands for."""

    account: str
    scopes: frozenset[str]
    client: str
    revoked: bool = False


@dataclass(slots=True)
class Access:
    """What an access token stands for."""

    account: str
    scopes: frozenset[str]
    until: float
    grant: Grant | None = None


@dataclass(slots=True)
class Consent:
    """A page that waits for a person, and then the code that was given."""

    client: str
    redirect: str
    scopes: tuple[str, ...]
    state: str
    challenge: str
    method: str
    offline: bool
    account: str = ""
    granted: frozenset[str] = frozenset()
    until: float = 0.0


@functools.cache
def key() -> rsa.RSAPrivateKey:
    """Of the service account and of the id tokens; made once in a process, for it costs a tenth of a second."""
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def key_pem() -> str:
    """As it stands in a service account's file."""
    return key().private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()).decode()


class Tokens:
    """The authorization server."""

    def __init__(self, url: str, clock: Callable[[], float], accounts: Callable[[], Iterable[str]], scopes: frozenset[str]) -> None:
        self.url = url
        self.clock = clock
        self.known = accounts
        self.scopes = scopes | IDENTITY
        self.client, self.secret = "1047-syncd.apps.googleusercontent.com", "GOCSPX-" + secrets.token_hex(8)
        self.service, self.service_id = "reader@syncd.iam.gserviceaccount.com", "110220330440550660770"
        self.delegated: dict[str, frozenset[str] | set[str] | tuple[str, ...]] = {}
        self.rotates = False
        """A refresh gives a new refresh token and ends the old one."""
        self.lifetime = LIFETIME
        self.grants: dict[str, Grant] = {}
        self.accesses: dict[str, Access] = {}
        self.consents: dict[str, Consent] = {}
        self.codes: dict[str, Consent] = {}

    def grant(self, account: str, scopes: Iterable[str]) -> str:
        """A refresh token, as a consent would have given."""
        token = "1//09" + secrets.token_urlsafe(24)
        self.grants[token] = Grant(account, frozenset(scopes), self.client)
        return token

    def access(self, account: str, scopes: Iterable[str], grant: Grant | None = None) -> str:
        """An access token."""
        token = "ya29." + secrets.token_urlsafe(32)
        self.accesses[token] = Access(account, frozenset(scopes), self.clock() + self.lifetime, grant)
        return token

    def bearer(self, header: str) -> Access | None:
        """Whose token a request carries; None: nobody's, or one that is over."""
        kind, _, token = header.partition(" ")
        access = self.accesses.get(token) if kind == "Bearer" else None
        if access is None or self.clock() >= access.until or (access.grant is not None and access.grant.revoked):
            return None
        return access

    def revoke(self, account: str) -> None:
        """The person withdrew the consent, or changed the password: every token of theirs is dead."""
        for grant in self.grants.values():
            if grant.account == account:
                grant.revoked = True
        self.expire(account)

    def expire(self, account: str) -> None:
        """Access tokens end before their time; refreshing still works."""
        for access in self.accesses.values():
            if access.account == account:
                access.until = 0.0

    # The consent page

    def ask(self, query: str) -> str:
        """The page a person sees, or Malformed."""
        form = _once(query)
        if unknown := set(form) - _ASKS_CONSENT:
            raise Malformed(f"the consent page knows no {', '.join(sorted(unknown))}")
        if form.get("client_id") != self.client:
            raise Malformed("Error 401: invalid_client")
        if form.get("response_type") != "code":
            raise Malformed("Error 400: response_type is not code")
        redirect = urlsplit(form.get("redirect_uri", ""))
        if redirect.scheme != "http" or redirect.hostname not in ("127.0.0.1", "localhost", "::1"):
            raise Malformed("Error 400: redirect_uri_mismatch")
        asked = tuple(form.get("scope", "").split())
        if not asked or (strange := set(asked) - self.scopes):
            raise Malformed(f"Error 400: invalid_scope: {sorted(strange) if asked else 'none'}")
        if form.get("code_challenge") and form.get("code_challenge_method", "plain") not in ("S256", "plain"):
            raise Malformed("Error 400: code_challenge_method")
        name = secrets.token_hex(8)
        self.consents[name] = Consent(
            client=self.client,
            redirect=form["redirect_uri"],
            scopes=asked,
            state=form.get("state", ""),
            challenge=form.get("code_challenge", ""),
            method=form.get("code_challenge_method", "plain"),
            offline=form.get("access_type") == "offline",
        )
        boxes = "".join(f'<input type="checkbox" name="scope" value="{html.escape(scope)}" checked>' for scope in asked)
        hint = html.escape(form.get("login_hint", ""))
        return (
            f'<form method="post" action="/o/oauth2/consent"><input type="hidden" name="request" value="{name}">'
            f'<input name="account" value="{hint}">{boxes}<button name="answer" value="allow"><button name="answer" value="deny"></form>'
        )

    def answer(self, form: Mapping[str, list[str]]) -> str:
        """Where the person's browser is sent after pressing a button."""
        consent = self.consents.pop(form["request"][0])
        back = {"state": consent.state} if consent.state else {}
        ticked = frozenset(form.get("scope", ()))
        if form["answer"][0] != "allow" or not ticked:
            return f"{consent.redirect}?{urlencode({'error': 'access_denied', **back})}"
        assert ticked <= set(consent.scopes), "a person cannot tick what was not asked"
        code = "4/0" + secrets.token_urlsafe(24)
        consent.account, consent.granted, consent.until = form["account"][0], ticked, self.clock() + 600
        self.codes[code] = consent
        return f"{consent.redirect}?{urlencode({**back, 'code': code, 'scope': ' '.join(sorted(ticked))})}"

    # The token endpoint

    def exchange(self, body: str) -> dict[str, Any]:
        """Tokens for a code, a refresh token or a signed assertion; NoToken or Malformed."""
        form = _once(body)
        kind = form.get("grant_type", "")
        if kind not in _FORMS:
            raise NoToken(400, "unsupported_grant_type", f"Invalid grant_type: {kind}")
        required, optional = _FORMS[kind]
        if missing := required - set(form):
            raise NoToken(400, "invalid_request", f"Missing required parameter: {sorted(missing)[0]}")
        if unknown := set(form) - required - optional:
            raise Malformed(f"the token endpoint knows no {', '.join(sorted(unknown))}")
        if kind == JWT_GRANT:
            return self._delegate(form["assertion"])
        if form["client_id"] != self.client or form["client_secret"] != self.secret:
            raise NoToken(401, "invalid_client", "The OAuth client was not found." if form["client_id"] != self.client else "Unauthorized")
        return self._redeem(form) if kind == "authorization_code" else self._refresh(form)

    def _redeem(self, form: Mapping[str, str]) -> dict[str, Any]:
        consent = self.codes.pop(form["code"], None)
        if consent is None or self.clock() >= consent.until:
            raise NoToken(400, "invalid_grant", "Malformed auth code." if consent is None else "Bad Request")
        if form["redirect_uri"] != consent.redirect:
            raise NoToken(400, "redirect_uri_mismatch", "Bad Request")
        if consent.challenge and _challenge(form.get("code_verifier", ""), consent.method) != consent.challenge:
            raise NoToken(400, "invalid_grant", "Invalid code verifier." if form.get("code_verifier") else "Missing code verifier.")
        refresh = self.grant(consent.account, consent.granted)
        answer = self._answer(consent.account, consent.granted, self.grants[refresh])
        if consent.offline:
            answer["refresh_token"] = refresh
        if "openid" in consent.granted:
            answer["id_token"] = self.id_token(consent.account)
        return answer

    def _refresh(self, form: Mapping[str, str]) -> dict[str, Any]:
        grant = self.grants.get(form["refresh_token"])
        if grant is None or grant.revoked or grant.account not in self.known():
            raise NoToken(400, "invalid_grant", "Token has been expired or revoked." if grant else "Bad Request")
        wanted = frozenset(form["scope"].split()) if form.get("scope") else grant.scopes
        if not wanted <= grant.scopes:
            raise NoToken(400, "invalid_scope", "Bad Request")
        answer = self._answer(grant.account, wanted, grant)
        if self.rotates:
            del self.grants[form["refresh_token"]]
            answer["refresh_token"] = "1//09" + secrets.token_urlsafe(24)
            self.grants[answer["refresh_token"]] = grant
        return answer

    def _delegate(self, assertion: str) -> dict[str, Any]:
        claims = self._verified(assertion)
        subject, scopes = claims.get("sub", self.service), frozenset(str(claims.get("scope", "")).split())
        if not scopes or not scopes <= self.scopes:
            raise NoToken(400, "invalid_scope", f"Invalid OAuth scope or ID token audience provided: {sorted(scopes)}")
        if subject != self.service:
            if subject not in self.known():
                raise NoToken(400, "invalid_grant", "Invalid email or User ID")
            if not scopes <= frozenset(self.delegated.get(subject, ())):
                text = "Client is unauthorized to retrieve access tokens using this method, or client not authorized for any of the scopes requested."
                raise NoToken(401, "unauthorized_client", text)
        answer = self._answer(subject, scopes, None)
        del answer["scope"]  # Google names none here
        return answer

    def _verified(self, assertion: str) -> dict[str, Any]:
        try:
            head, middle, signature = assertion.split(".")
            header, claims = json.loads(_unbase64(head)), json.loads(_unbase64(middle))
            key().public_key().verify(_unbase64(signature), f"{head}.{middle}".encode(), padding.PKCS1v15(), hashes.SHA256())
        except (ValueError, InvalidSignature):
            raise NoToken(400, "invalid_grant", "Invalid JWT Signature.") from None
        if header.get("alg") != "RS256" or header.get("kid") != "k1" or claims.get("iss") != self.service:
            raise NoToken(400, "invalid_grant", "Invalid grant: account not found")
        if claims.get("aud") not in (f"{self.url}/token", AUDIENCE):
            raise NoToken(400, "invalid_grant", "Invalid JWT: Failed audience check.")
        begun, ends = claims.get("iat", 0), claims.get("exp", 0)
        now = [self.clock(), time.time()]  # google-auth signs by the real clock, whichever the fake goes by
        if ends - begun > LIFETIME or not any(begun - 300 <= one <= ends + 300 for one in now):
            raise NoToken(
                400, "invalid_grant", "Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe."
            )
        return dict(claims)

    def _answer(self, account: str, scopes: frozenset[str], grant: Grant | None) -> dict[str, Any]:
        return {
            "access_token": self.access(account, scopes, grant),
            "expires_in": self.lifetime - 1,
            "scope": " ".join(sorted(scopes)),
            "token_type": "Bearer",
        }

    def id_token(self, account: str) -> str:
        """Who signed in, signed."""
        now = int(self.clock())
        claims = {
            "iss": "https://accounts.google.com",
            "aud": self.client,
            "azp": self.client,
            "sub": hashlib.sha256(account.encode()).hexdigest()[:21],
            "email": account,
            "email_verified": True,
            "iat": now,
            "exp": now + LIFETIME,
        }
        signed = f"{_base64(json.dumps({'alg': 'RS256', 'kid': 'k1', 'typ': 'JWT'}).encode())}.{_base64(json.dumps(claims).encode())}"
        return f"{signed}.{_base64(key().sign(signed.encode(), padding.PKCS1v15(), hashes.SHA256()))}"

    def end(self, token: str) -> None:
        """Of the revocation endpoint: a refresh token ends its access tokens too."""
        if token in self.grants:
            self.grants[token].revoked = True
        elif token in self.accesses:
            self.accesses[token].until = 0.0
        else:
            raise NoToken(400, "invalid_token", "Token expired or revoked")


def _once(text: str) -> dict[str, str]:
    form = parse_qs(text, keep_blank_values=True)
    if twice := [name for name, values in form.items() if len(values) > 1]:
        raise Malformed(f"given more than once: {', '.join(twice)}")
    return {name: values[0] for name, values in form.items()}


def _challenge(verifier: str, method: str) -> str:
    return _base64(hashlib.sha256(verifier.encode()).digest()) if method == "S256" else verifier


def _base64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _unbase64(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
