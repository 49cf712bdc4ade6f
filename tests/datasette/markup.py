"""What a browser would make of a page: what of it could run, lead elsewhere or load something; and its text."""

from __future__ import annotations

import re
from html.parser import HTMLParser

NEVER = frozenset("style iframe object embed base frame frameset applet portal math foreignobject animate set use marquee video audio source template xmp plaintext noscript isindex".split())
OUR_SCRIPT = re.compile(r"/(?:assets|drawing|-/static)/[\w./-]+\.js(?:\?\w+)?")
OURS = re.compile(r"(?:https?://localhost(?::\d+)?)?(?:[/?#]|\.$|$)(?!/)")
_ADDRESSES = frozenset("href src action formaction data xlink:href srcset poster background ping cite longdesc manifest".split())


class Markup(HTMLParser):
    """`bad`: what could run or lead elsewhere; `text`: what is read; `links`: where it leads."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.bad: list[str] = []
        self.links: list[str] = []
        self._text: list[str] = []
        self._in_script = False
        self.feed(page)
        self.close()

    @property
    def text(self) -> str:
        """All text, and the values of fields and titles."""
        return "".join(self._text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._in_script = tag == "script"
        if tag in NEVER or (tag == "script" and not OUR_SCRIPT.fullmatch(dict(attrs).get("src") or "")):
            self.bad.append(f"<{tag}> {attrs}")
        if tag == "meta" and any(name == "http-equiv" for name, _ in attrs):
            self.bad.append(f"<meta> {attrs}")
        for name, value in attrs:
            if name.startswith("on") or name in ("style", "srcdoc") or (name in _ADDRESSES and not OURS.match((value or "").strip())):
                self.bad.append(f"<{tag} {name}={value}>")
            if name == "href" and value:
                self.links.append(value)
            if name in ("value", "title", "alt", "placeholder", "aria-label", "content"):
                self._text.append(f" {value} ")

    def handle_endtag(self, tag: str) -> None:
        self._in_script = False

    def handle_data(self, data: str) -> None:
        if self._in_script and data.strip():
            self.bad.append(f"<script> {data[:80]}")
        self._text.append(data)

    def handle_comment(self, data: str) -> None:
        if "zq" in data:
            self.bad.append(f"<!-- {data[:80]}")
