"""The words of segments and invitations, one table a language: en, lt, ru."""

from datasette_plugins.words.segments import en, lt, ru

__all__ = ["en", "lt", "ru"]
