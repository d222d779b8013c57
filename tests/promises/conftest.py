"""Promises are tried on a whole haven wherever one can be had."""

from tests.haven import chromium, desktop, haven, make_haven, phone

__all__ = ["chromium", "desktop", "haven", "make_haven", "phone"]
