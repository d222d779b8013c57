"""A folder for a haven that is killed again and again."""

from tests.haven import make_haven

__all__ = ["make_haven"]
