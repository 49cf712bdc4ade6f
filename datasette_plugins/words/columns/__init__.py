"""What the tables hold, one table of words a language: en, lt, ru."""

from datasette_plugins.words.columns import en, lt, ru

__all__ = ["en", "lt", "ru"]
