"""The words of the history, one table a language: en, lt, ru."""

from datasette_plugins.words.history import en, lt, ru

__all__ = ["en", "lt", "ru"]
