"""Whole stories: a haven in a process of its own."""

from tests.haven import chromium, desktop, haven, make_haven, phone

__all__ = ["chromium", "desktop", "haven", "make_haven", "phone"]
