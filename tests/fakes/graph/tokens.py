"""Entra ID: who may sign in, as a person by a device code or as a program by a secret or a certificate."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import time
import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding

from tests.fakes.graph.keys import LIVES, certificate, key

LIFETIME = 3600
LOGIN = "https://login.microsoftonline.com"
RESOURCE = "https://graph.microsoft.com/"
DEVICE = "urn:ietf:params:oauth:grant-type:device_code"
ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
IDENTITY = frozenset({"openid", "profile", "offline_access", "email"})
_FORMS: dict[str, tuple[set[str], set[str]]] = {
    DEVICE: ({"grant_type", "client_id", "device_code"}, {"code", "scope", "client_info", "claims"}),
    "client_credentials": ({"grant_type", "client_id", "scope"}, {"client_secret", "client_assertion", "client_assertion_type", "client_info", "claims"}),
    "refresh_token": ({"grant_type", "client_id", "refresh_token"}, {"scope", "client_info", "client_secret", "claims"}),
}  # fmt: skip


class NoToken(Exception):
    """Refused: `NoToken("invalid_grant", 50173)`; the number is what the description begins with, AADSTS50173."""

    def __init__(self, error: str, number: int, text: str = "", status: int = 0) -> None:
        super().__init__(f"{error}: AADSTS{number}")
        self.error, self.number = error, number
        self.text = text or WORDS.get(number, "")
        self.status = status or (401 if error in ("invalid_client", "unauthorized_client") and number != 700016 else 400)

    def json(self, at: float) -> dict[str, Any]:
        """The body of the answer."""
        trace, correlation, when = str(uuid.uuid4()), str(uuid.uuid4()), datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%d %H:%M:%SZ")
        return {
            "error": self.error,
            "error_description": f"AADSTS{self.number}: {self.text} Trace ID: {trace} Correlation ID: {correlation} Timestamp: {when}",
            "error_codes": [self.number],
            "timestamp": when,
            "trace_id": trace,
            "correlation_id": correlation,
            "error_uri": f"{LOGIN}/error?code={self.number}",
        }


WORDS = {
    16000: "User account does not exist in the tenant and cannot access the application in that tenant.",
    50034: "The user account does not exist in the directory.",
    50057: "The user account is disabled.",
    50076: "Due to a configuration change made by your administrator, or because you moved to a new location, you must use multi-factor "
    "authentication to access the resource.",
    50173: "The provided grant has expired due to it being revoked, a fresh auth token is needed. The user might have changed or reset their password.",
    65001: "The user or administrator has not consented to use the application. Send an interactive authorization request for this user and resource.",
    65004: "User declined to consent to access the app.",
    70008: "The refresh token has expired due to inactivity.",
    70011: "The provided value for the input parameter 'scope' is not valid.",
    70016: "OAuth 2.0 device flow error. Authorization is pending. Continue polling.",
    70019: "Verification code expired. Have the user retry the sign-in.",
    70043: "The refresh token has expired or is invalid due to sign-in frequency checks by conditional access.",
    90002: "Tenant not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud.",
    700016: "Application was not found in the directory. This can happen if the application has not been installed by the administrator of the tenant.",
    700027: "The certificate with identifier used to sign the client assertion is not registered on application.",
    700024: "Client assertion is not within its valid time range.",
    700082: "The refresh token has expired due to inactivity. The token was inactive for 90.00:00:00.",
    7000215: "Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID.",
    7000218: "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.",
    7000222: "The provided client secret keys for app are expired. Visit the Azure portal to create new keys for your app.",
    1002012: "The provided value for scope is not valid. Client credential flows must have a scope value with /.default suffixed to the resource identifier.",
}
"""From learn.microsoft.com/entra/identity-platform/reference-error-codes."""


class Malformed(Exception):
    """A request that no client of Entra's should send."""


@dataclass(slots=True)
class Grant:
    """What a refresh token stands for; `ended`: why it is none any more, as the number after AADSTS."""

    account: str
    scopes: frozenset[str]
    client: str
    ended: int = 0


@dataclass(slots=True)
class Access:
    """What an access token stands for; `account` is "" for a program that signed in as itself."""

    account: str
    scopes: frozenset[str]
    until: float
    grant: Grant | None = None


@dataclass(slots=True)
class Device:
    """A sign-in that waits for a person with a browser."""

    code: str
    user_code: str
    scopes: frozenset[str]
    until: float
    polled: float = float("-inf")
    account: str = ""
    refused: bool = False


@dataclass
class Tokens:
    """The sign-in of one tenant; `roles` is what an administrator consented to for the program, `consented` for each person."""

    url: str
    clock: Callable[[], float]
    known: Callable[[], Iterable[str]]
    tenant: str = "4e4c8a7e-0d2a-4c53-9d0a-3f6f2f0a9a11"
    names: frozenset[str] = frozenset({"klimatas.example", "klimatas.onmicrosoft.example"})
    client: str = "9b6f6f0e-3f0f-4b8e-8a53-0d3d6e1a2b3c"
    secret: str = field(default_factory=lambda: "q~8Q~" + secrets.token_hex(14))
    roles: set[str] = field(default_factory=lambda: {"Mail.Read", "Calendars.ReadWrite", "Contacts.Read", "Tasks.ReadWrite.All"})
    offered: frozenset[str] = frozenset(
        f"{one}{more}" for one in ("Mail.Read", "Calendars.Read", "Calendars.ReadWrite", "Contacts.Read", "Tasks.Read", "Tasks.ReadWrite") for more in ("", ".Shared")
    ) | {"User.Read", "Mail.ReadBasic", "Mail.ReadWrite", "MailboxSettings.Read"}  # fmt: skip
    """Permissions that the program may ask a person for."""
    needs_admin: set[str] = field(default_factory=set)
    """Those a person cannot consent to alone: AADSTS65001."""
    is_public: bool = True
    """Whether "allow public client flows" is on."""
    secret_ends: float = float("inf")
    certificates: set[str] = field(default_factory=set)
    """SHA-256 thumbprints registered with the program, in hex; empty: that of any `certificate`."""
    ends_old: bool = False
    """A refresh always gives a new refresh token; here it ends the old one too."""
    lifetime: int = LIFETIME
    interval: int = 5
    device_lives: int = 900
    grants: dict[str, Grant] = field(default_factory=dict)
    accesses: dict[str, Access] = field(default_factory=dict)
    devices: dict[str, Device] = field(default_factory=dict)

    def grant(self, account: str, scopes: Iterable[str]) -> str:
        """A refresh token, as a sign-in would have given."""
        token = "0.AXkA" + secrets.token_urlsafe(40)
        self.grants[token] = Grant(account, frozenset(scopes), self.client)
        return token

    def access(self, account: str, scopes: Iterable[str], grant: Grant | None = None) -> str:
        """An access token; in that of a program stands what it was given for every mailbox (claim `roles`)."""
        claims = json.dumps({"jti": secrets.token_hex(8), "scp": " ".join(sorted(scopes))} if account else {"jti": secrets.token_hex(8), "roles": sorted(scopes)})
        token = f"eyJ0eXAi.{base64.urlsafe_b64encode(claims.encode()).decode().rstrip('=')}.{secrets.token_urlsafe(32)}"
        self.accesses[token] = Access(account, frozenset(scopes), self.clock() + self.lifetime, grant)
        return token

    def bearer(self, header: str) -> Access | None:
        """Whose token a request carries; None: nobody's, or one that is over. One that is out lives on when its grant has ended."""
        kind, _, token = header.partition(" ")
        access = self.accesses.get(token) if kind == "Bearer" else None
        return None if access is None or self.clock() >= access.until else access

    def end(self, account: str, number: int = 50173) -> None:
        """Every refresh token of a person is over, and the access tokens with them."""
        for grant in self.grants.values():
            if grant.account == account:
                grant.ended = number
        self.expire(account)

    def expire(self, account: str = "") -> None:
        """Access tokens end before their time; of a program where no account is named."""
        for access in self.accesses.values():
            if access.account == account:
                access.until = 0.0

    # What a client asks

    def discovery(self, tenant: str) -> dict[str, Any]:
        """Where things are. https, for msal takes no other; whoever plays its HTTP client sends them to the loopback."""
        self._tenant(tenant)
        base = f"{LOGIN}/{tenant}"
        return {
            "token_endpoint": f"{base}/oauth2/v2.0/token",
            "device_authorization_endpoint": f"{base}/oauth2/v2.0/devicecode",
            "authorization_endpoint": f"{base}/oauth2/v2.0/authorize",
            "issuer": f"{LOGIN}/{self.tenant}/v2.0",
            "jwks_uri": f"{base}/discovery/v2.0/keys",
            "scopes_supported": ["openid", "profile", "email", "offline_access"],
            "cloud_instance_name": "microsoftonline.com",
            "msgraph_host": "graph.microsoft.com",
        }

    def devicecode(self, tenant: str, body: str) -> dict[str, Any]:
        """The start of a sign-in by device code (RFC 8628 3.2)."""
        self._tenant(tenant)
        form = once(body)
        if unknown := set(form) - {"client_id", "scope", "claims", "client_info"}:
            raise Malformed(f"the device code endpoint knows no {', '.join(sorted(unknown))}")
        self._client(form.get("client_id", ""))
        scopes = self._asked(form.get("scope", ""))
        device = Device(secrets.token_urlsafe(60), secrets.token_hex(4).upper() + "Q", scopes, self.clock() + self.device_lives)
        self.devices[device.code] = device
        return {
            "user_code": device.user_code,
            "device_code": device.code,
            "verification_uri": "https://microsoft.com/devicelogin",
            "expires_in": self.device_lives,
            "interval": self.interval,
            "message": f"To sign in, use a web browser to open the page https://microsoft.com/devicelogin and enter the code {device.user_code} to authenticate.",
        }

    def sign_in(self, user_code: str, account: str, *, refuses: bool = False) -> None:
        """A person enters the code in a browser and says yes, or no."""
        device = next(one for one in self.devices.values() if one.user_code == user_code)
        device.account, device.refused = account, refuses

    def token(self, tenant: str, body: str) -> dict[str, Any]:
        """Tokens for a device code, a refresh token, a secret or a signed assertion; NoToken or Malformed."""
        self._tenant(tenant)
        form = once(body)
        kind = form.get("grant_type", "")
        if kind not in _FORMS:
            raise NoToken("unsupported_grant_type", 70003, f"The app requested an unsupported grant type '{kind}'.")
        required, optional = _FORMS[kind]
        if missing := required - set(form):
            raise NoToken("invalid_request", 900144, f"The request body must contain the following parameter: '{sorted(missing)[0]}'.")
        if unknown := set(form) - required - optional:
            raise Malformed(f"the token endpoint knows no {', '.join(sorted(unknown))}")
        self._client(form["client_id"])
        if kind == "client_credentials":
            return self._program(tenant, form)
        if not self.is_public and "client_secret" not in form:
            raise NoToken("invalid_client", 7000218)
        return self._polled(form) if kind == DEVICE else self._refreshed(form)

    def _program(self, tenant: str, form: Mapping[str, str]) -> dict[str, Any]:
        if tenant in ("common", "organizations", "consumers"):
            raise NoToken("invalid_request", 50194, "Application is not configured as a multi-tenant application.")
        if "client_assertion" in form:
            self._verify(tenant, form)
        elif "client_secret" not in form:
            raise NoToken("invalid_client", 7000216, "'client_assertion', 'client_secret' or 'request' is required.")
        elif form["client_secret"] != self.secret:
            raise NoToken("invalid_client", 7000215)
        elif self.clock() >= self.secret_ends:
            raise NoToken("invalid_client", 7000222)
        if form["scope"].split() != [RESOURCE + ".default"]:
            raise NoToken("invalid_scope", 1002012)
        token = self.access("", self.roles)
        return {"token_type": "Bearer", "expires_in": self.lifetime - 1, "ext_expires_in": self.lifetime - 1, "access_token": token}

    def _verify(self, tenant: str, form: Mapping[str, str]) -> None:
        """RS256 with the thumbprint by SHA-1, PS256 with the one by SHA-256 (RFC 7523; Entra's page on certificate credentials)."""
        if form.get("client_assertion_type") != ASSERTION:
            raise NoToken("invalid_request", 900144, "client_assertion_type is not a JWT bearer.")
        try:
            head, middle, signature = form["client_assertion"].split(".")
            header, claims = json.loads(_unbase64(head)), json.loads(_unbase64(middle))
            pad = {"RS256": padding.PKCS1v15(), "PS256": padding.PSS(padding.MGF1(hashes.SHA256()), padding.PSS.AUTO)}[header["alg"]]
            key().public_key().verify(_unbase64(signature), f"{head}.{middle}".encode(), pad, hashes.SHA256())
        except (ValueError, KeyError, InvalidSignature):
            raise NoToken("invalid_client", 700027, "Client assertion failed signature validation.") from None
        if not self._is_registered(header):
            raise NoToken("invalid_client", 700027)
        audiences = {f"{base}/{name}/oauth2/v2.0/token" for base in (LOGIN, self.url) for name in (tenant, self.tenant)}
        if claims.get("aud") not in audiences:
            raise NoToken("invalid_client", 700023, "Client assertion audience claim does not match Realm issuer.")
        if claims.get("iss") != self.client or claims.get("sub") != self.client or not claims.get("jti"):
            raise NoToken("invalid_client", 700021, "Client assertion application identifier doesn't match 'client_id' parameter.")
        now = [self.clock(), time.time()]  # msal signs by the real clock, whichever the fake goes by
        if not any(claims.get("nbf", 0) - 300 <= one <= claims.get("exp", 0) + 300 for one in now):
            raise NoToken("invalid_client", 700024)

    def _is_registered(self, header: Mapping[str, str]) -> bool:
        for days in LIVES:
            made = certificate(days)
            sha256 = made.fingerprint(hashes.SHA256())
            if self.certificates and sha256.hex() not in {one.lower() for one in self.certificates}:
                continue
            sha1 = made.fingerprint(hashes.SHA1())
            # msal leaves the "=" that RFC 7515 takes away
            if header.get("x5t#S256", "").rstrip("=") == _base64(sha256) or header.get("x5t", "").rstrip("=") == _base64(sha1):
                return True
        return False

    def _polled(self, form: Mapping[str, str]) -> dict[str, Any]:
        device = self.devices.get(form["device_code"])
        now = self.clock()
        if device is None:
            raise NoToken("bad_verification_code", 70000, "The device code is not valid.")
        too_soon = now < device.polled + self.interval - 1
        device.polled = now
        if now >= device.until:
            raise NoToken("expired_token", 70020, "The provided value for the input parameter 'device_code' is not valid: it has expired.")
        if too_soon:
            raise NoToken("slow_down", 70017, "Slow down.")
        if device.refused:
            raise NoToken("authorization_declined", 70018, "The end user has denied the authorization request.")
        if not device.account:
            raise NoToken("authorization_pending", 70016)
        if device.account not in self.known():
            raise NoToken("invalid_grant", 50034)
        if device.scopes & self.needs_admin:
            raise NoToken("invalid_grant", 65001)
        del self.devices[device.code]
        return self._answer(device.account, device.scopes, self.grants[self.grant(device.account, device.scopes)])

    def _refreshed(self, form: Mapping[str, str]) -> dict[str, Any]:
        grant = self.grants.get(form["refresh_token"])
        if grant is None:
            raise NoToken("invalid_grant", 9002313, "Invalid request. Request is malformed or invalid.")
        if grant.ended:
            raise NoToken("interaction_required" if grant.ended == 50076 else "invalid_grant", grant.ended)
        if grant.account not in self.known():
            raise NoToken("invalid_grant", 50034)
        wanted = self._asked(form["scope"]) if form.get("scope") else grant.scopes
        if not wanted - IDENTITY <= grant.scopes:
            raise NoToken("invalid_grant", 65001)
        if self.ends_old:
            del self.grants[form["refresh_token"]]
        return self._answer(grant.account, wanted, grant)

    def _answer(self, account: str, scopes: frozenset[str], grant: Grant) -> dict[str, Any]:
        said: dict[str, Any] = {
            "token_type": "Bearer",
            "scope": " ".join(sorted(RESOURCE + one for one in scopes - IDENTITY)),
            "expires_in": self.lifetime - 1,
            "ext_expires_in": self.lifetime - 1,
            "access_token": self.access(account, scopes, grant),
            "client_info": _base64(json.dumps({"uid": person_id(account), "utid": self.tenant}).encode()),
        }
        if "offline_access" in scopes:
            said["refresh_token"] = "0.AXkA" + secrets.token_urlsafe(40)
            self.grants[said["refresh_token"]] = grant
        if "openid" in scopes:
            said["id_token"] = self._id_token(account)
        return said

    def _id_token(self, account: str) -> str:
        now = int(time.time())  # msal looks at it by the real clock
        claims = {
            "aud": self.client, "iss": f"{LOGIN}/{self.tenant}/v2.0", "iat": now, "nbf": now, "exp": now + LIFETIME, "name": account.partition("@")[0],
            "oid": person_id(account), "preferred_username": account, "sub": hashlib.sha256(account.encode()).hexdigest()[:43], "tid": self.tenant, "ver": "2.0",
        }  # fmt: skip
        signed = f"{_base64(json.dumps({'alg': 'RS256', 'kid': 'k1', 'typ': 'JWT'}).encode())}.{_base64(json.dumps(claims).encode())}"
        return f"{signed}.{_base64(key().sign(signed.encode(), padding.PKCS1v15(), hashes.SHA256()))}"

    def _tenant(self, tenant: str) -> None:
        if tenant.lower() not in {self.tenant, "organizations", "common"} | self.names:
            raise NoToken("invalid_request", 90002)

    def _client(self, client: str) -> None:
        if client != self.client:
            raise NoToken("unauthorized_client", 700016)

    def _asked(self, text: str) -> frozenset[str]:
        scopes = frozenset(one.removeprefix(RESOURCE) for one in text.split())
        if ".default" in scopes:
            scopes = scopes - {".default"} | self.offered
        if not scopes or (strange := scopes - IDENTITY - self.offered):
            raise NoToken("invalid_scope", 70011, f"{WORDS[70011]} {sorted(strange) if scopes else ''}")
        return scopes


def person_id(account: str) -> str:
    """The object id of a person in the directory."""
    return str(uuid.uuid5(uuid.NAMESPACE_DNS, account))


def once(text: str) -> dict[str, str]:
    """A form in which nothing is said twice."""
    form = parse_qs(text, keep_blank_values=True)
    if twice := [name for name, values in form.items() if len(values) > 1]:
        raise Malformed(f"{', '.join(twice)} said twice")
    return {name: values[0] for name, values in form.items()}


def _base64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _unbase64(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
