"""The words a reader of an HTML mail sees, as plain text, with what is quoted marked as in plain mail.

Quotation blocks come out as lines with "> " in front, so that whoever looks for the author's own words needs to know one
notation only. Hidden nodes are dropped: newsletters and attackers put text there that nobody reads. Refuses to load
anything, to keep the targets of links, and to fail.
"""

from __future__ import annotations

import re
from typing import Any, Final, TypeAlias

from resiliparse.extract.html2text import extract_plain_text
from resiliparse.parse.html import HTMLTree

Node: TypeAlias = Any  # the stubs of resiliparse know its nodes by their base class alone

MAX_HTML: Final = 2_000_000  # characters; what is behind is left unread
_MAX_MARKS: Final = 500  # quotations in one page
_MAX_DEPTH: Final = 20  # of quotation signs

_OPEN, _CLOSE, _REST = "\ue100", "\ue101", "\ue102"  # private use: taken out of the input first
_MARKS: Final = re.compile("[\ue100\ue101\ue102]")
_HIDDEN: Final = [
    "script", "style", "head", "title", "template", "noscript", "[hidden]",
    "[style*='display:none' i]", "[style*='display: none' i]", "[style*='visibility:hidden' i]", "[style*='visibility: hidden' i]",
    "[style*='mso-hide:all' i]", "[style*='mso-hide: all' i]",
]  # fmt: skip
# Whether a page can have a quotation at all, and the classes and ids the mail programs give to theirs.
_MAY_QUOTE: Final = re.compile(
    r"<blockquote|gmail_quote|yahoo_quoted|moz-cite-prefix|divRplyFwdMsg|appendonsend|border-top:", re.IGNORECASE
)
_CLASSES: Final = frozenset({"gmail_quote", "gmail_attr", "yahoo_quoted", "moz-cite-prefix"})
_IDS: Final = frozenset({"divRplyFwdMsg", "appendonsend"})
_BORDER: Final = re.compile(r"border-top:\s*solid", re.IGNORECASE)
_FORWARD: Final = re.compile(r"\s*-{3,} ?(?:Forwarded|Пересылаемое|Пересланное|Persiųst|Persiunčiam)", re.IGNORECASE)
_SENDER_LINE: Final = re.compile(r"\s*(?:From|От|От кого|Nuo|Von|De)\s*:", re.IGNORECASE)
_TABS: Final = re.compile(r"[ \t]*\t[ \t]*")


def to_text(html: str) -> str:
    """The visible text: lines end with \\n, table cells are separated by tabs, quoted lines begin with "> "."""
    source = _MARKS.sub("", html[:MAX_HTML]).replace("\0", "\u2400")
    try:
        tree = HTMLTree.parse(source)
        if tree.body is None:
            return ""
        if _MAY_QUOTE.search(source):
            _mark(tree, tree.body)
        text = extract_plain_text(tree, main_content=False, links=False, alt_texts=False, list_bullets=True, skip_elements=_HIDDEN)
    except (ValueError, RuntimeError, UnicodeError):
        return _without_tags(source)
    return _quoted(text)


def _mark(tree: HTMLTree, body: Node) -> None:
    """Put a sign before and after each quotation. One walk: asking for nodes by selector is quadratic in their number."""
    blocks = [node for node in body if node.tag in ("blockquote", "div")]
    quotations = [node for node in blocks if _is_quotation(node)]
    for node in quotations[:_MAX_MARKS]:
        _put(tree, node, _OPEN, after=False)
        _put(tree, node, _CLOSE, after=True)
    first = next((node for node in blocks if _begins_rest(node)), None)
    if first is not None:
        _put(tree, first, _REST, after=False)


def _is_quotation(node: Node) -> bool:
    classes = _CLASSES.intersection((node.class_name or "").split())
    if node.tag == "blockquote":  # Gmail indents with blockquotes that have no border
        style = (node.getattr("style") or "").replace(" ", "").lower()
        return bool(classes) or "cite" in (node.getattr("type") or "") or "border:none" not in style
    if not classes:
        return False
    if "gmail_quote" in classes and node.query_selector("blockquote") is not None:
        return False  # answers between the quoted lines stand in the div, outside of its blockquotes
    return "yahoo_quoted" in classes or not _FORWARD.match(node.text[:100])


def _begins_rest(node: Node) -> bool:
    """Whether everything from this block on is what was answered: Outlook and its pages close nothing around it."""
    if node.id in _IDS:
        return True
    return _BORDER.search(node.getattr("style") or "") is not None and _SENDER_LINE.match(node.text[:200]) is not None


def _put(tree: HTMLTree, node: Node, sign: str, *, after: bool) -> None:
    parent = node.parent
    if parent is None:
        return
    line: Node = tree.create_element("div")
    line.text = sign
    following = node.next if after else node
    if following is None:
        parent.append_child(line)
    else:
        parent.insert_before(line, following)


def _quoted(text: str) -> str:
    """The signs turned into "> " before each line between them."""
    out: list[str] = []
    depth = rest = last = 0
    blank = False
    for line in text.split("\n"):
        if _MARKS.search(line):
            depth = max(0, depth + line.count(_OPEN) - line.count(_CLOSE))
            rest = rest or int(_REST in line)
            line = _MARKS.sub("", line)
            if not line.strip():
                continue
        shown = _TABS.sub("\t", line).rstrip()
        if not shown:
            blank = True
            continue
        level = min(depth + rest, _MAX_DEPTH)
        if blank and out:
            out.append(("> " * min(level, last)).rstrip())
        out.append("> " * level + shown)
        blank, last = False, level
    return "\n".join(out)


def _without_tags(source: str) -> str:
    return re.sub(r"<[^<>]{0,2000}>", " ", source)
