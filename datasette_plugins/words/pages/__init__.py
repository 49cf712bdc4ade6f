"""The words of calls, offers, complaints, hand-offs and the talk brief, one table a language: en, lt, ru."""

from datasette_plugins.words.pages import en, lt, ru

__all__ = ["en", "lt", "ru"]
