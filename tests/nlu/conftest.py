"""One built-in reader for the whole run: it never changes."""

import pytest

from nlu.reader import BuiltIn


@pytest.fixture(scope="session")
def reader() -> BuiltIn:
    return BuiltIn()
