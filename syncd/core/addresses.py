"""Addresses of people: one spelling for each mailbox, and the lists in From, To and Cc as mail really has them.

Refuses to guess who somebody is: plus signs and dots of the local part stay, they tell people apart with some providers.
Reads a list in one pass whatever is in it; what holds no address gives its words as a name, with the address ''.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final, NamedTuple

from syncd.core.words import decode_words

MAX_ADDRESSES: Final = 2_000
_LONG: Final = 2_000  # characters of a list
_MAX_ADDRESS: Final = 1_000  # characters; RFC 5321 allows 254


class Address(NamedTuple):
    """One mailbox of a list: the name as shown, the canonical address or '', and the words it was read from."""

    name: str
    address: str
    raw: str


_PLAIN: Final = re.compile(r"[a-z0-9_+.-]+@[a-z0-9-]+(?:\.[a-z0-9-]+)+")
_STRAY: Final = " \t\r\n<>'\"`,;:()[]\u2018\u2019\u201c\u201d\xa0"
IN_TEXT: Final = re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+")  # an address as people write it among other words
_UNSEEN: Final = re.compile(r"[\x00-\x20\x7f\xa0\xad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u2400]+")
_AT: Final = re.compile(r"[^\s<>\"',;:()\[\]]+@[^\s<>\"',;:()\[\]]+")


@lru_cache(maxsize=16_384)
def canonical(address: str) -> str:
    """The one spelling of an address: lower case, the domain in Unicode, nothing around it; '' where it is none."""
    if len(address) > _MAX_ADDRESS or "@" not in address:
        return ""
    if _PLAIN.fullmatch(address) and "xn--" not in address:
        return address
    bare = _UNSEEN.sub("", address).strip(_STRAY)
    if bare[:7].lower() == "mailto:":
        bare = bare[7:]
    if bare.startswith("@") and ":" in bare:  # a route: <@relay,@relay:mailbox>, RFC 5322 section 4.4
        bare = bare.rpartition(":")[2]
    local, _, domain = bare.rpartition("@")
    local = local.strip("\"'").replace('\\"', '"').lower()
    domain = _unicode_domain(domain.strip(".").lower())
    if not local or not domain or ("@" in local and '"' not in address):
        return ""
    return f"{local}@{domain}".encode("utf-8", "replace").decode("utf-8")


def _unicode_domain(domain: str) -> str:
    """The domain with its punycode labels decoded (RFC 3492); a label that cannot be decoded stays."""
    if "xn--" not in domain:
        return domain if domain.isascii() else unicodedata.normalize("NFKC", domain).lower()
    return ".".join(_unicode_label(label) for label in domain.split("."))


def _unicode_label(label: str) -> str:
    if not label.startswith("xn--"):
        return label
    try:
        return unicodedata.normalize("NFC", label[4:].encode("ascii").decode("punycode"))
    except (UnicodeError, ValueError, OverflowError):
        return label


# ── lists ────────────────────────────────────────────────────────────────────────────────────────────────────────

_SPEC: Final = r"[^<>\s\"(),;:\\@=]+@[^<>\s\"(),;:\\@]+"
# One mailbox of a list written as it should be, to its comma; nearly all lists are made of these.
_USUAL: Final = re.compile(rf'\s*(?:(?:"([^"\\]{{0,200}})"\s*|([^<>"(),;:@\\\s][^<>"(),;:@\\]{{0,200}})?)<({_SPEC})>|({_SPEC}))\s*(?:,|\Z)')
_TOKEN: Final = re.compile(r'"((?:[^"\\]|\\.)*)"?|<([^<>]*)>|<([^<>,;]*)|([,;:()])|([^",;:<>()]+)|>', re.DOTALL)
# The same without quotation marks; its first group never matches and keeps the numbers of the others.
_TOKEN_NO_QUOTES: Final = re.compile(r'(\Z.)|<([^<>]*)>|<([^<>,;]*)|([,;:()])|([^",;:<>()]+)|[>"]', re.DOTALL)
_SEVERAL: Final = re.compile(r"([;,])(?:\s?[;,])+|(<)<+")  # the same again and again says no more than once
_ESCAPE: Final = re.compile(r"\\(.)", re.DOTALL)
_PARENTHESES: Final = str.maketrans("()", "  ")


def parse(value: str) -> list[Address]:
    """The mailboxes of a From, To or Cc value, at most `MAX_ADDRESSES`. Members of groups come without the group."""
    usual = _usual(value)
    if usual is not None:
        return usual
    found = _List(_SEVERAL.sub(r"\1\2", value) if len(value) > _LONG else value).read()
    if "(" in value and "@" in value and not any(one.address for one in found):
        return _List(value.translate(_PARENTHESES)).read()  # a comment without an end has swallowed the addresses
    return found


def _usual(value: str) -> list[Address] | None:
    """The mailboxes of a list without anything odd in it, or None."""
    found: list[Address] = []
    at, end = 0, len(value)
    while at < end and len(found) < MAX_ADDRESSES:
        one = _USUAL.match(value, at)
        if one is None:
            return None
        quoted, name, angle, bare = one.groups()
        if bare is not None:
            found.append(Address("", canonical(bare), bare))
        else:
            found.append(_made(quoted or name or "", angle, one[0].strip(", \t")))
        at = one.end()
    return found


def _made(name: str, address: str, raw: str) -> Address:
    shown = " ".join((decode_words(name) if "=?" in name else name).split()).strip("\"'` ")
    mailbox = canonical(address)
    if not mailbox and "=?" in raw and (inside := _AT.search(decode_words(raw[:_MAX_ADDRESS]))):
        mailbox = canonical(inside[0])
    if shown and mailbox and "@" in shown and canonical(shown) == mailbox:
        shown = ""
    return Address(shown, mailbox, raw.strip())


class _List:
    """A list of addresses being read: the current mailbox in pieces, and the mailboxes found so far."""

    __slots__ = ("after", "angle", "before", "comments", "depth", "found", "start", "value", "words")

    def __init__(self, value: str) -> None:
        self.value = value
        self.found: list[Address] = []
        self.depth = 0
        self._begin(0)

    def _begin(self, start: int) -> None:
        self.start = start
        self.before = ""  # "Doe" of an unquoted "Doe, John <…>"
        self.words: list[str] = []
        self.comments: list[str] = []
        self.after: list[str] = []
        self.angle: str | None = None

    def read(self) -> list[Address]:
        """All mailboxes, in one pass; after a quotation mark that is never closed such marks mean nothing."""
        tokens, at = _TOKEN, 0
        while at < len(self.value) and len(self.found) < MAX_ADDRESSES:
            token = tokens.match(self.value, at)
            if token is None:
                at += 1
                continue
            if token[1] is not None and not (token[0].endswith('"') and len(token[0]) == len(token[1]) + 2):
                tokens, at = _TOKEN_NO_QUOTES, at + 1
                continue
            self._take(token)
            at = token.end()
        self._end(len(self.value))
        return self.found[:MAX_ADDRESSES]

    def _take(self, token: re.Match[str]) -> None:
        quoted, closed, unclosed, sign, words = token.groups()
        if sign == "(":
            self.depth += 1
        elif sign == ")":
            self.depth = max(0, self.depth - 1)
        elif self.depth:
            self.comments.append(token[0])
        elif quoted is not None:
            self.words.append(_ESCAPE.sub(r"\1", quoted) if "@" not in self.value[token.end() : token.end() + 1] else token[0])
        elif words is not None:
            self._take_words(words)
        elif sign is not None:
            self._take_sign(sign, token.start())
        elif closed is not None or unclosed is not None:
            if self.angle is not None:  # no comma between two mailboxes: what follows the first is the second's name
                after, self.after = self.after, []
                self._end(token.start())
                self.words = after
            self.angle = closed if closed is not None else unclosed

    def _take_words(self, words: str) -> None:
        if words[0] == "@" and self.words and self.words[-1].endswith('"'):
            self.words[-1] += words  # "a quoted"@local.part
        elif self.angle is not None:
            self.after.append(words)
        else:
            self.words.append(words)

    def _take_sign(self, sign: str, at: int) -> None:
        words = " ".join(self.words).strip()
        if sign == ":":
            self.words = []  # the name of a group, or "mailto"
        elif sign == "," and words and self.angle is None and "@" not in words:
            if self.before:
                self.found.append(_made(self.before, "", self.before))
            self.before, self.words = words, []
        else:
            self._end(at)

    def _end(self, end: int) -> None:
        """Close the current mailbox: what was read since the last one."""
        words = " ".join(" ".join(self.words).split())
        comment = " ".join(" ".join(self.comments + self.after).split())
        raw = self.value[self.start : end].strip(" ,;")
        if self.angle is not None:
            name = ", ".join(filter(None, (self.before, words))) or comment
            if self.angle.strip() or name:
                self.found.append(_made(name, self.angle, raw))
        else:
            if self.before:
                self.found.append(_made(self.before, "", self.before))
            if words:
                self.found.append(_bare(words, comment, raw))
        self._begin(end)


def _bare(words: str, comment: str, raw: str) -> Address:
    """A mailbox without angle brackets: "j@x.com", "j@x.com (John)", "John j@x.com", "j @ x.com", or a name alone."""
    if "@" not in words:
        return _made(words, "", raw)
    if words.startswith('"'):
        return _made(comment, words, raw)
    address = _AT.search(words)
    if address is None:
        return _made(comment, words.replace(" ", ""), raw)
    rest = f"{words[: address.start()]} {words[address.end() :]}".strip()
    return _made(rest or comment, address[0], raw)
