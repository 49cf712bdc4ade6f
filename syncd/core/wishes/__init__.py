"""Do-not-contact: an outside person's own words by which they do not want to be called, written to, or either."""

from syncd.core.wishes.finder import find_wishes

__all__ = ["find_wishes"]
