"""The text of a description: plain as RFC 5545 has it, or HTML, which Google's and other editors write all the same."""

from __future__ import annotations

import re
from typing import Final

_TAG: Final = (
    r"/?(?:a|b|blockquote|body|br|code|div|em|font|h[1-6]|hr|html|html-blob|i|img|li|ol|p|pre|s|small|span|strike|strong|sub|sup|table|tbody|td|th|tr|u|ul)"
    r"(?:\s[^<>]{0,2000})?/?>"
)
_HTML: Final = re.compile(rf"<{_TAG}|&(?:amp|lt|gt|quot|nbsp|#\d{{1,6}});", re.IGNORECASE)
_NO_TAG: Final = re.compile(rf"<(?!{_TAG})", re.IGNORECASE)
_BREAKS: Final = re.compile(r"<(?:br|p|div|li|tr)\b", re.IGNORECASE)


def plain_text(description: str) -> str:
    """What is to be read. Where HTML breaks no line itself, its line ends are meant; <ona@x.lt> is no tag."""
    if not _HTML.search(description):
        return description
    from syncd.core.html import to_text  # with a whole parser of HTML: few descriptions need it

    html = _NO_TAG.sub("&lt;", description)
    return to_text(html if _BREAKS.search(html) else html.replace("\n", "<br>"))
