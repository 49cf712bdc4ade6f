"""What somebody outside asks of us in a message, and when they say that it is not needed any more."""

from syncd.core.questions.finder import find_questions

__all__ = ["find_questions"]
