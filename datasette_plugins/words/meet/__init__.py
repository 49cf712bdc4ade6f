"""The words of whom to meet next, one table a language: en, lt, ru."""

from datasette_plugins.words.meet import en, lt, ru

__all__ = ["en", "lt", "ru"]
