"""English words for children in what is known of a family. Tables only; each pattern begins at the beginning of a word."""

from __future__ import annotations

CHILDREN = (r"child", r"kids?\b", r"sons?\b", r"daughters?\b", r"grand(?:son|daughter|child|kid)", r"bab(?:y|ies)\b", r"toddler", r"twins?\b", r"newborn", r"(?:boy|girl)s?\b", r"step(?:son|daughter)")
