"""The words a reader of an HTML mail sees, as plain text, with what is quoted marked as in plain mail.

Quotation blocks come out as lines with "> " in front, so that whoever looks for the author's own words needs to know one
notation only. Hidden nodes are dropped: newsletters and attackers put text there that nobody reads. Refuses to load
anything, to keep the targets of links, and to fail.
"""

from __future__ import annotations

import re
from typing import Final

from resiliparse.extract.html2text import extract_plain_text
from resiliparse.parse.html import DOMNode, HTMLTree

MAX_HTML: Final = 2_000_000  # characters; what is behind is left unread
_MAX_MARKS: Final = 500
_MAX_DEPTH: Final = 20  # of quotation signs

_OPEN, _CLOSE, _REST = "\ue100", "\ue101", "\ue102"  # private use: taken out of the input first
_MARKS: Final = re.compile("[\ue100\ue101\ue102]")
_HIDDEN: Final = (
    "script, style, head, title, template, noscript, [hidden], [style*='display:none'], [style*='display: none'],"
    " [style*='visibility:hidden'], [style*='visibility: hidden'], [style*='mso-hide:all'], [style*='mso-hide: all']"
)
_QUOTES: Final = "blockquote, div.yahoo_quoted, div.gmail_quote, div.moz-cite-prefix, div.gmail_attr, div.moz-forward-container"
_TO_THE_END: Final = "#divRplyFwdMsg, #appendonsend, div[style*='border-top:solid'], div[style*='border-top: solid']"
_FORWARD: Final = re.compile(r"\s*-{3,} ?(?:Forwarded|Пересылаемое|Пересланное|Persiųst|Persiunčiam)", re.IGNORECASE)
_SENDER_LINE: Final = re.compile(r"\s*(?:From|От|От кого|Nuo|Von|De)\s*:", re.IGNORECASE)
_TABS: Final = re.compile(r"[ \t]*\t[ \t]*")
_BLANK_LINES: Final = re.compile(r"\n{3,}")
_COMMENT: Final = re.compile(r"<!--\[if.{0,20000}?<!\[endif\]-->", re.DOTALL)


def to_text(html: str) -> str:
    """The visible text: lines end with \\n, table cells are separated by tabs, quoted lines begin with "> "."""
    source = _MARKS.sub("", html[:MAX_HTML]).replace("\0", "\u2400")
    try:
        tree = HTMLTree.parse(source)
        if tree.body is None:
            return ""
        _strip(tree.body)
        _mark(tree, tree.body)
        text = extract_plain_text(tree, main_content=False, links=False, alt_texts=False, list_bullets=True)
    except (ValueError, RuntimeError, UnicodeError):
        return _without_tags(source)
    return _quoted(text)


def _strip(body: DOMNode) -> None:
    for node in body.query_selector_all(_HIDDEN):
        node.decompose()


def _mark(tree: HTMLTree, body: DOMNode) -> None:
    """Put a sign before and after each quotation."""
    for count, node in enumerate(body.query_selector_all(_QUOTES)):
        if count >= _MAX_MARKS:
            break
        if _is_quotation(node):
            _put(tree, node, _OPEN, after=False)
            _put(tree, node, _CLOSE, after=True)
    for node in body.query_selector_all(_TO_THE_END):
        if node.id in ("divRplyFwdMsg", "appendonsend") or _SENDER_LINE.match(node.text[:200]):
            _put(tree, node, _REST, after=False)
            break


def _is_quotation(node: DOMNode) -> bool:
    classes = node.class_name or ""
    if node.tag == "blockquote":  # Gmail indents with blockquotes without a border
        style = (node.getattr("style") or "").replace(" ", "")
        return "cite" in (node.getattr("type") or "") or "quote" in classes or "border:none" not in style
    if "gmail_quote" in classes:  # answers between the quoted lines stand in the div, outside of its blockquotes
        return node.query_selector("blockquote") is None and not _FORWARD.match(node.text[:100])
    if "gmail_attr" in classes:
        return not _FORWARD.match(node.text[:100])
    return "forward" not in classes


def _put(tree: HTMLTree, node: DOMNode, sign: str, *, after: bool) -> None:
    parent = node.parent
    if parent is None:
        return
    line = tree.create_element("div")
    line.text = sign
    following = node.next if after else node
    if following is None:
        parent.append_child(line)
    else:
        parent.insert_before(line, following)


def _quoted(text: str) -> str:
    """The signs turned into "> " before each line between them."""
    out: list[str] = []
    depth, rest = 0, 0
    for line in text.split("\n"):
        if _MARKS.search(line):
            depth = max(0, depth + line.count(_OPEN) - line.count(_CLOSE))
            rest = rest or int(_REST in line)
            line = _MARKS.sub("", line)
            if not line.strip():
                continue
        shown = _TABS.sub("\t", line).rstrip()
        out.append("> " * min(depth + rest, _MAX_DEPTH) + shown if depth + rest else shown)
    return _BLANK_LINES.sub("\n\n", "\n".join(out)).strip("\n")


def _without_tags(source: str) -> str:
    return re.sub(r"<[^<>]{0,2000}>", " ", source)
