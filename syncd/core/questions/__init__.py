"""What somebody outside asks of us in a message."""

from syncd.core.questions.finder import find_questions

__all__ = ["find_questions"]
