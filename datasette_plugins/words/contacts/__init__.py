"""The words of collisions, of wishes not to be contacted and of who came back, one table a language: en, lt, ru."""

from datasette_plugins.words.contacts import en, lt, ru

__all__ = ["en", "lt", "ru"]
