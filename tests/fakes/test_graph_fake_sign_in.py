"""The fake of Entra ID lets msal in as Entra does, and refuses with the numbers that Entra's page of errors lists."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import httpx2
import msal
import pytest
from cryptography.hazmat.primitives import hashes

from tests.fakes.graph import Clock, Graph, graph
from tests.fakes.graph.keys import certificate
from tests.fakes.graph.tokens import DEVICE, LOGIN
from tests.fakes.graph_asking import RASA

SCOPES = ["https://graph.microsoft.com/Mail.Read"]
WHOLE = ["https://graph.microsoft.com/.default"]


@pytest.fixture
def g() -> Iterator[Graph]:
    with graph(clock=Clock()) as world:
        world.mailbox(RASA)
        yield world


class Loopback:
    """msal takes nothing but https to Microsoft; its HTTP client may lead elsewhere."""

    def __init__(self, world: Graph) -> None:
        self.world = world
        self.http = httpx2.Client(trust_env=False, verify=False)

    def post(self, url: str, data: Any = None, headers: Any = None, **_: Any) -> httpx2.Response:
        form = {"Content-Type": "application/x-www-form-urlencoded", **(headers or {})}
        return self.http.post(url.replace(LOGIN, self.world.url), content=urlencode(data or {}), headers=form)

    def get(self, url: str, params: Any = None, headers: Any = None, **_: Any) -> httpx2.Response:
        return self.http.get(url.replace(LOGIN, self.world.url), params=params, headers=headers)

    def close(self) -> None:
        self.http.close()


def program(g: Graph, credential: Any) -> msal.ConfidentialClientApplication:
    told: dict[str, Any] = {"client_credential": credential, "http_client": Loopback(g), "token_cache": msal.TokenCache()}
    return msal.ConfidentialClientApplication(g.client_id, authority=f"{LOGIN}/{g.tenant}", **told)


def person(g: Graph) -> msal.PublicClientApplication:
    return msal.PublicClientApplication(
        g.client_id, authority=f"{LOGIN}/{g.tenant}", http_client=Loopback(g), token_cache=msal.TokenCache()
    )


def who(g: Graph, token: str, path: str = "me/mailFolders/inbox") -> int:
    return httpx2.get(f"{g.url}/v1.0/{path}", headers={"Authorization": f"Bearer {token}"}, verify=False).status_code


def ask(g: Graph, **form: str) -> dict[str, Any]:
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    said = httpx2.post(
        f"{g.url}/{g.tenant}/oauth2/v2.0/token", content=urlencode({"client_id": g.client_id, **form}), headers=headers, verify=False
    )
    return dict(said.json(), status=said.status_code)


def test_a_program_signs_in_by_its_secret(g: Graph) -> None:
    said = program(g, g.tokens.secret).acquire_token_for_client(WHOLE)
    assert who(g, said["access_token"], f"users/{RASA}/mailFolders/inbox") == 200
    assert who(g, said["access_token"]) == 400, "a program is nobody"
    assert "/me request" in g.violations.pop()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("credential", "reason"),
    [
        ({"thumbprint": "sha1"}, "RS256 and x5t"),
        ({"public_certificate": "yes"}, "PS256 and x5t#S256"),
    ],
)
def test_a_program_signs_in_by_its_certificate(g: Graph, tmp_path: Path, credential: dict[str, str], reason: str) -> None:
    pem = g.certificate_file(tmp_path / "syncd.pem").read_text()
    private, public = pem[: pem.index("-----BEGIN CERT")], pem[pem.index("-----BEGIN CERT") :]
    if "thumbprint" in credential:
        given = {"private_key": private, "thumbprint": certificate(365).fingerprint(hashes.SHA1()).hex()}
    else:
        given = {"private_key": private, "public_certificate": public}
    assert "access_token" in program(g, given).acquire_token_for_client(WHOLE), reason
    g.tokens.certificates = {"00" * 32}
    assert program(g, given).acquire_token_for_client(WHOLE)["error_codes"] == [700027], "no longer registered"


def test_an_assertion_signed_by_another_key_is_refused(g: Graph, tmp_path: Path) -> None:
    said = ask(
        g,
        grant_type="client_credentials",
        scope=WHOLE[0],
        client_assertion_type="urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
        client_assertion="eyJhbGciOiJSUzI1NiJ9.e30.AAAA",
    )
    assert (said["status"], said["error"], said["error_codes"]) == (401, "invalid_client", [700027])


@pytest.mark.parametrize(
    ("form", "status", "error", "number", "reason"),
    [
        ({"client_secret": "wrong"}, 401, "invalid_client", 7000215, "not the secret"),
        ({"client_secret": "expired"}, 401, "invalid_client", 7000222, "the secret has run out"),
        ({"client_secret": "right", "scope": "Mail.Read"}, 400, "invalid_scope", 1002012, "a program asks for all it has"),
        (
            {"client_secret": "right", "client_id": "00000000-0000-0000-0000-000000000000"},
            400,
            "unauthorized_client",
            700016,
            "no such program",
        ),
        ({"grant_type": "password", "username": RASA, "password": "x"}, 400, "unsupported_grant_type", 70003, "no passwords"),
    ],
)
def test_a_program_that_may_not_is_told_by_number(
    g: Graph, form: dict[str, str], status: int, error: str, number: int, reason: str
) -> None:
    if form.get("client_secret") == "expired":
        g.tokens.secret_ends = g.clock()
    secret = {"client_secret": g.tokens.secret} if form.get("client_secret") in ("right", "expired") else {}
    said = ask(g, **{"grant_type": "client_credentials", "scope": WHOLE[0], **form, **secret})
    assert (said["status"], said["error"], said["error_codes"]) == (status, error, [number]), reason
    assert said["error_description"].startswith(f"AADSTS{number}: "), reason


def test_a_person_signs_in_by_a_code_entered_in_a_browser(g: Graph) -> None:
    app = person(g)
    flow = app.initiate_device_flow(SCOPES)
    polled = {"grant_type": DEVICE, "device_code": flow["device_code"]}
    assert ask(g, **polled)["error_codes"] == [70016], "nobody has entered it yet"
    assert ask(g, **polled)["error"] == "slow_down", "before the interval was over"
    g.sign_in(flow["user_code"], RASA)
    g.clock.sleep(6)  # type: ignore[attr-defined]
    said = app.acquire_token_by_device_flow(flow)
    assert who(g, said["access_token"]) == 200
    assert said["id_token_claims"]["preferred_username"] == RASA
    assert app.get_accounts()[0]["username"] == RASA


@pytest.mark.parametrize(
    ("happens", "error", "reason"),
    [
        (lambda g, code: g.sign_in(code, RASA, refuses=True), "authorization_declined", "the person said no"),
        (lambda g, code: g.clock.sleep(901), "expired_token", "nobody came"),
        (
            lambda g, code: (g.tokens.needs_admin.add("Mail.Read"), g.sign_in(code, RASA)),
            "invalid_grant",
            "only an administrator may consent",
        ),
    ],
)
def test_a_sign_in_that_came_to_nothing_says_so(g: Graph, happens: Any, error: str, reason: str) -> None:
    flow = person(g).initiate_device_flow(SCOPES)
    happens(g, flow["user_code"])
    assert ask(g, grant_type=DEVICE, device_code=flow["device_code"])["error"] == error, reason


def test_a_refresh_token_is_renewed_with_each_use(g: Graph) -> None:
    old = g.tokens.grant(RASA, ["Mail.Read", "offline_access"])
    form = {"grant_type": "refresh_token", "scope": "https://graph.microsoft.com/Mail.Read offline_access"}
    new = ask(g, refresh_token=old, **form)
    assert new["refresh_token"] != old
    assert ask(g, refresh_token=old, **form)["status"] == 200, "the old one stays good for a while"
    g.tokens.ends_old = True
    assert ask(g, refresh_token=old, **form)["status"] == 200
    assert ask(g, refresh_token=old, **form)["error"] == "invalid_grant"
    assert ask(g, refresh_token=new["refresh_token"], **form)["scope"] == "https://graph.microsoft.com/Mail.Read"


@pytest.mark.parametrize(
    ("number", "error", "reason"),
    [
        (50173, "invalid_grant", "the password was changed"),
        (700082, "invalid_grant", "not used for ninety days"),
        (50076, "interaction_required", "a second factor is asked for"),
    ],
)
def test_a_refresh_token_that_ended_says_why(g: Graph, number: int, error: str, reason: str) -> None:
    token = g.tokens.grant(RASA, ["Mail.Read", "offline_access"])
    g.tokens.end(RASA, number)
    said = ask(g, grant_type="refresh_token", refresh_token=token)
    assert (said["error"], said["error_codes"]) == (error, [number]), reason


def test_a_person_opens_another_mailbox_only_where_it_is_shared_with_them(g: Graph) -> None:
    info = g.mailbox("info@klimatas.example")
    shared, alone = g.tokens.access(RASA, ["Mail.Read.Shared"]), g.tokens.access(RASA, ["Mail.Read"])
    assert who(g, shared, "users/info@klimatas.example/mailFolders") == 403
    info.readers.add(RASA)
    assert who(g, shared, "users/info@klimatas.example/mailFolders") == 200
    assert who(g, alone, "users/info@klimatas.example/mailFolders") == 403


def test_a_tenant_that_is_none_is_refused(g: Graph) -> None:
    said = httpx2.get(f"{g.url}/elsewhere.example/v2.0/.well-known/openid-configuration", verify=False)
    assert (said.status_code, said.json()["error_codes"]) == (400, [90002])
