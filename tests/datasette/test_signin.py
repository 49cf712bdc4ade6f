"""Signing in by password, and whom a proxy's header is believed about."""

from __future__ import annotations

import asyncio
import dataclasses
import os
import re
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from datasette_plugins import sessions, signin
from datasette_plugins.signin import own_path
from syncd import passwords
from syncd.errors import ConfigError
from syncd.serve import build, guard

from .conftest import Site

JONAS, RASA, GONE = "jonas@klimatas.example", "rasa@klimatas.example", "mindaugas@klimatas.example"
PASSWORD = "geras-oras-2026"


class Browser:
    """Keeps cookies, follows no redirects, and sends forms as a page of ours would."""

    def __init__(self, site: Site, client: tuple[str, int] = ("127.0.0.1", 1)) -> None:
        self._transport = httpx.ASGITransport(app=site.datasette.app(), client=client)
        self.cookies = httpx.Cookies()

    def __call__(self, method: str, path: str, data: dict[str, str] | None = None, **headers: str) -> httpx.Response:
        async def go() -> httpx.Response:
            async with httpx.AsyncClient(transport=self._transport, base_url="http://localhost", cookies=self.cookies, headers={"accept-language": "en"}) as client:
                answer = await client.request(method, path, data=data, headers={name.replace("_", "-"): value for name, value in headers.items()})
                self.cookies = client.cookies
                return answer

        return asyncio.run(go())

    def sign_in(self, address: str, password: str, onward: str = "") -> httpx.Response:
        """Open the form, fill it in, send it."""
        form = self("GET", f"/-/login?next={onward}")
        return self("POST", "/-/login", {"username": address, "password": password, "next": onward, "csrftoken": token(form)})


def token(page: httpx.Response) -> str:
    """The token of a form."""
    found = re.search(r'name="csrftoken" value="([^"]+)"', page.text)
    assert found
    return found.group(1)


def line(address: str, password: str = PASSWORD) -> str:
    """A line of users_file, cheap to compare."""
    return f"{address}:{passwords.hashed(password, rounds=1000)}\n"


def served(site: Site, **web: Any) -> Site:
    """The same store under another [web]."""
    other = object.__new__(Site)
    other.config = dataclasses.replace(site.config, web=dataclasses.replace(site.config.web, **web))
    guard(other.config, other.config.web.host)
    other.open(build(other.config))
    return other


@pytest.fixture(scope="module")
def users_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file for its owner's eyes only."""
    file = tmp_path_factory.mktemp("web") / "users"
    file.touch(0o600)
    file.write_text(line(JONAS), "utf-8")
    return file


@pytest.fixture
def users(users_file: Path) -> Path:
    """Three people with passwords; one of them has left."""
    users_file.write_text("# people of the pages\n\n" + line(JONAS) + line(RASA) + line(GONE), "utf-8")
    return users_file


@pytest.fixture(scope="module")
def behind_passwords(demo: Site, users_file: Path) -> Iterator[Site]:
    """The sample company behind passwords."""
    yield served(demo, auth="passwords", users_file=users_file)
    sessions.users.cache_clear()


@pytest.fixture
def site(behind_passwords: Site, users: Path, monkeypatch: pytest.MonkeyPatch) -> Site:
    """The same where nobody has tried a password yet."""
    monkeypatch.setattr(signin, "_throttle", sessions.Throttle())
    return behind_passwords


@pytest.mark.slow
def test_a_person_signs_in_goes_on_where_they_wanted_and_signs_out(site: Site) -> None:
    """The cookie is the browser's alone, is not sent from elsewhere, and ends."""
    browser = Browser(site)
    asked = browser("GET", "/promises?kind=promise")
    assert (asked.status_code, asked.headers["location"]) == (303, "/-/login?next=%2Fpromises%3Fkind%3Dpromise")
    answer = browser.sign_in("JONAS@klimatas.example ", PASSWORD, "/promises?kind=promise")
    assert (answer.status_code, answer.headers["location"]) == (303, "/promises?kind=promise")
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie and "SameSite=lax" in cookie and "Max-Age" in cookie and "Secure" not in cookie
    assert browser("GET", "/promises").status_code == 200
    page = browser("GET", "/-/logout")
    assert browser("POST", "/-/logout", {"csrftoken": token(page)}).headers["location"] == "/-/login"
    assert browser("GET", "/promises").status_code == 303


def test_the_cookie_is_secure_where_the_pages_are_served_over_tls(demo: Site, users: Path) -> None:
    """By the address the config tells."""
    browser = Browser(served(demo, auth="passwords", users_file=users, url="https://history.klimatas.example"))
    assert "Secure" in browser.sign_in(JONAS, PASSWORD).headers["set-cookie"]


REFUSED = [
    (JONAS, "wrong-password", "a wrong password"),
    (JONAS, "", "none"),
    ("nobody@klimatas.example", PASSWORD, "nobody of ours"),
    (GONE, PASSWORD, "has left"),
    ("", "", "nothing"),
    (JONAS, "x" * 100_000, "longer than anybody types"),
]


@pytest.mark.parametrize(("address", "password", "reason"), REFUSED)
def test_what_is_wrong_is_not_told(site: Site, address: str, password: str, reason: str) -> None:
    """One answer for all, without a cookie of a session."""
    browser = Browser(site)
    answer = browser.sign_in(address, password)
    assert answer.status_code == 401, reason
    assert "The address or the password is not right." in answer.text and sessions.COOKIE not in browser.cookies


def test_guessing_is_slowed_down_for_the_one_guessed_at_and_nobody_else(site: Site) -> None:
    """The sixth try within a minute waits, even with the right password."""
    browser = Browser(site)
    for _ in range(5):
        assert browser.sign_in(JONAS, "wrong-password").status_code == 401
    assert browser.sign_in(JONAS, PASSWORD).status_code == 429
    assert Browser(site).sign_in(RASA, PASSWORD).status_code == 303


def test_a_minute_later_one_may_try_again() -> None:
    """By the clock alone; a right password begins anew; everybody together has a limit, too."""
    now = [0.0]
    throttle = sessions.Throttle(lambda: now[0], each=2, together=3)
    throttle.wrong("a")
    throttle.wrong("a")
    assert not throttle.is_open("a") and throttle.is_open("b")
    throttle.wrong("b")
    assert not throttle.is_open("c")
    throttle.right("a")
    assert throttle.is_open("a") and throttle.is_open("c")
    now[0] = 60.0
    assert throttle.is_open("b")


def test_a_new_password_ends_the_sessions_of_the_old_one(site: Site, users: Path) -> None:
    """The file is read again when it changes, without a restart; so does a line that is taken out."""
    browser = Browser(site)
    browser.sign_in(JONAS, PASSWORD)
    users.write_text(line(JONAS, "another-password"), "utf-8")
    assert browser("GET", "/").status_code == 303
    assert browser.sign_in(JONAS, "another-password").status_code == 303
    users.write_text(line(RASA), "utf-8")
    os.utime(users, ns=(1, 1))
    assert browser("GET", "/").status_code == 303


@pytest.mark.slow
def test_a_session_outlives_a_restart_and_not_its_time(demo: Site, site: Site, users: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The secret lies beside the store, for its owner's eyes only."""
    browser = Browser(site)
    browser.sign_in(JONAS, PASSWORD)
    again = Browser(served(demo, auth="passwords", users_file=users))
    again.cookies = browser.cookies
    assert again("GET", "/promises").status_code == 200
    kept = demo.config.store.path.with_name("web.secret")
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600 and len(kept.read_text("utf-8").strip()) >= 32
    begun = sessions.time.time()
    monkeypatch.setattr(sessions.time, "time", lambda: begun + sessions.LASTS + 1)
    assert again("GET", "/promises").status_code == 303


FORGED = [
    ("ds_actor=eyJhIjp7ImlkIjoiam9uYXNAa2xpbWF0YXMuZXhhbXBsZSJ9fQ.x", "Datasette's own cookie"),
    (f"{sessions.COOKIE}=eyJhIjoiam9uYXMifQ.forged", "a signature of somebody else"),
    (f"{sessions.COOKIE}=", "nothing"),
]


@pytest.mark.parametrize(("cookie", "reason"), FORGED)
def test_a_forged_cookie_is_nobody(site: Site, cookie: str, reason: str) -> None:
    """T12."""
    assert site.get("/promises", cookie=cookie).status_code == 303, reason
    assert site.get("/history/person.json", cookie=cookie).status_code == 401, reason


def test_datasettes_own_signature_of_an_actor_gives_nothing(site: Site) -> None:
    """T12: even one made with our secret; sessions are another kind."""
    assert site.get("/promises", cookie=f"ds_actor={site.datasette.sign({'a': {'id': JONAS}}, 'actor')}").status_code == 303


ONWARD = [
    ("/promises", "/promises", "a page of ours"), ("/search?q=a%20b", "/search?q=a%20b", "with arguments"), ("//evil.example", "/", "another host"),
    ("/\\evil.example", "/", "what browsers read as another host"), ("https://evil.example/", "/", "another host in full"), ("javascript:alert(1)", "/", "no path"),
    ("/a\r\nset-cookie: x=1", "/", "a line break"), ("", "/", "nothing"), ("/" + "a" * 3000, "/", "too long to be ours"), ("/\tx", "/", "a tab that browsers drop"),
]  # fmt: skip


@pytest.mark.parametrize(("asked", "goes", "reason"), ONWARD)
def test_after_signing_in_one_stays_on_this_site(asked: str, goes: str, reason: str) -> None:
    """T10."""
    assert own_path(asked) == goes, reason


def test_a_form_from_elsewhere_is_refused(site: Site) -> None:
    """T11: without our cookie, with a wrong token, with another site's mark, and with a bearer token that asgi-csrf would trust."""
    browser = Browser(site)
    typed = {"username": JONAS, "password": PASSWORD}
    answer = browser("POST", "/-/login", typed)
    assert answer.status_code == 403 and "This was not done" in answer.text
    real = token(browser("GET", "/-/login"))
    answer = browser("POST", "/-/login", {**typed, "csrftoken": "wrong"})
    assert answer.status_code == 403 and "This was not done" in answer.text and "Sign in" not in answer.text
    assert browser("POST", "/-/login", {**typed, "csrftoken": real}, sec_fetch_site="cross-site").status_code == 403
    assert browser("POST", "/-/login", typed, authorization="Bearer x").status_code == 403
    assert browser("POST", "/-/login", {**typed, "csrftoken": real}, sec_fetch_site="same-origin", origin="null").status_code == 303


BROKEN = [
    ("jonas\n", 0o600, "line 1 is not address:hash", "no hash"),
    (f"{JONAS}:geras-oras-2026\n", 0o600, "line 1 is not address:hash", "a password as it is typed"),
    (line(JONAS) + line(JONAS), 0o600, "line 2 names jonas@klimatas.example again", "twice"),
    (line(JONAS), 0o644, "chmod 600", "others can read it"),
]


@pytest.mark.parametrize(("text", "mode", "said", "reason"), BROKEN)
def test_a_users_file_with_a_mistake_stops_the_start(demo: Site, tmp_path: Path, text: str, mode: int, said: str, reason: str) -> None:
    """Exit 78, naming file and line, and never the password."""
    file = tmp_path / "broken"
    file.write_text(text, "utf-8")
    file.chmod(mode)
    with pytest.raises(ConfigError, match=said) as refused:
        served(demo, auth="passwords", users_file=file)
    assert "geras-oras-2026" not in str(refused.value), reason


def test_a_secret_that_is_too_short_stops_the_start(demo: Site, users: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """T12: nothing default, nothing weak; a systemd credential goes before the file."""
    (tmp_path / "web-secret").write_text("short", "utf-8")
    (tmp_path / "web-secret").chmod(0o600)
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path))
    with pytest.raises(ConfigError, match="too short"):
        served(demo, auth="passwords", users_file=users)


NEAR, FAR = ("127.0.0.1", 1), ("10.0.0.7", 1)
HEADERS: list[tuple[tuple[str, int], dict[str, str], str, int, str]] = [
    (NEAR, {"x_remote_user": JONAS}, "", 200, "a proxy on this machine"),
    (FAR, {"x_remote_user": JONAS}, "", 403, "whoever reaches the port claims to be Jonas"),
    (FAR, {"x_remote_user": JONAS, "x_syncd_proxy_secret": "s" * 40}, "s" * 40, 200, "a proxy elsewhere that knows the secret"),
    (FAR, {"x_remote_user": JONAS, "x_syncd_proxy_secret": "t" * 40}, "s" * 40, 403, "and one that guesses"),
    (NEAR, {"x_remote_user": JONAS}, "s" * 40, 403, "with a secret agreed even this machine must say it"),
    (NEAR, {}, "", 403, "nobody is named"),
]


@pytest.fixture(scope="module")
def behind_proxies(demo: Site, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Site]:
    """The sample company behind a proxy, by the secret that was agreed."""
    file = tmp_path_factory.mktemp("web") / "secret"
    file.write_text("s" * 40 + "\n", "utf-8")
    file.chmod(0o600)
    return {secret: served(demo, auth="proxy", proxy_header="X-Remote-User", proxy_secret_file=file if secret else None) for secret in ("", "s" * 40)}


@pytest.mark.parametrize(("client", "headers", "secret", "status", "reason"), HEADERS)
def test_a_proxys_header_is_believed_from_the_proxy_alone(
    behind_proxies: dict[str, Site], client: tuple[str, int], headers: dict[str, str], secret: str, status: int, reason: str
) -> None:
    """T12, T13."""
    site = behind_proxies[secret]
    assert Browser(site, client)("GET", "/promises", **headers).status_code == status, reason


def test_two_names_in_the_header_are_none(behind_proxies: dict[str, Site]) -> None:
    """A visitor's own header beside the proxy's."""
    site = behind_proxies[""]

    async def go() -> httpx.Response:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app=site.datasette.app()), base_url="http://localhost") as client:
            return await client.get("/promises", headers=[("x-remote-user", JONAS), ("x-remote-user", RASA)])

    assert asyncio.run(go()).status_code == 403


def test_a_hash_of_datasette_auth_passwords_holds() -> None:
    """The form is shared; the figures are PBKDF2-HMAC-SHA256 of "pass" with the salt "salt", once."""
    assert passwords.is_right("pass", passwords.hashed("pass", salt="salt", rounds=1_000))
    assert not passwords.is_right("Pass", passwords.hashed("pass", salt="salt", rounds=1000))
    assert passwords.hashed("password", salt="salt", rounds=1) == "pbkdf2_sha256$1$salt$Eg+2z/z4syxD5yJSVsT4N6hlSMkszDVICAWYfLcL4Xs="
