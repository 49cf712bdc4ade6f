"""The conference link of a meeting, wherever the client put it.

A link in a field made for it is believed; in free text only the links of known conference services are.
"""

from __future__ import annotations

import html
import re
from typing import Final
from urllib.parse import unquote

from syncd.core.ical.lines import Component

_FIELDS: Final = ("CONFERENCE", "X-GOOGLE-CONFERENCE", "X-MICROSOFT-SKYPETEAMSMEETINGURL", "X-MICROSOFT-ONLINEMEETINGCONFLINK")
_LINK: Final = re.compile(r"https?://([^\s/<>\"'\\?#]{1,253})([^\s<>\"'\\]{0,2000})", re.I)
_HOSTS: Final = (
    "zoom.us", "zoom.com", "zoomgov.com", "meet.google.com", "teams.microsoft.com", "teams.live.com", "webex.com", "whereby.com",
    "meet.jit.si", "join.skype.com", "meet.lync.com", "gotomeeting.com", "gotomeet.me", "meet.goto.com", "bluejeans.com",
    "telemost.yandex.ru", "chime.aws", "8x8.vc",
)  # fmt: skip
_WRAPPED: Final = re.compile(r"[?&](?:url|q)=([^&\s]+)")
_WRAPPERS: Final = ("safelinks.protection.outlook.com", "www.google.com")
_MAX_TEXT: Final = 100_000


def conference_link(component: Component, location: str, description: str) -> str:
    """The link to join, or ''."""
    for name in _FIELDS:
        link = component.value(name)
        if link.lower().startswith(("http://", "https://")):
            return link[:2000]
    url = component.value("URL")
    known = known_link(url) or known_link(location) or known_link(description)
    return known or (url[:2000] if url.lower().startswith(("http://", "https://")) else "")


def known_link(text: str) -> str:
    """The first link of a known conference service in a text, or ''."""
    if "http" not in text[:_MAX_TEXT].lower():
        return ""
    for match in _LINK.finditer(text[:_MAX_TEXT]):
        host = _host(match[1])
        if _is(host, _HOSTS):
            return _trimmed(match[0])
        if _is(host, _WRAPPERS) and (inner := _WRAPPED.search(html.unescape(match[2]))):
            unwrapped = _LINK.match(unquote(inner[1]))
            if unwrapped and _is(_host(unwrapped[1]), _HOSTS):
                return _trimmed(unwrapped[0])
    return ""


def _host(authority: str) -> str:
    return authority.rpartition("@")[2].partition(":")[0].lower()


def _is(host: str, known: tuple[str, ...]) -> bool:
    return any(host == k or host.endswith("." + k) for k in known)


def _trimmed(link: str) -> str:
    return html.unescape(link).rstrip(".,;:!)]>}")
