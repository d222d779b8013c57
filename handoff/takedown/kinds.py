"""The kinds of content a notice is about. Pure."""

from __future__ import annotations

from enum import StrEnum


class Kind(StrEnum):
    """What is reported, in the words of the house; a platform's own words are in `platforms.yml`."""

    HARASSMENT = "harassment"
    THREATS = "threats"
    HATE = "hate"
    BLACKMAIL = "blackmail"
    INTIMATE = "intimate"
    MINOR_SEXUAL = "minor_sexual"
    IMPERSONATION = "impersonation"
    PRIVATE_DATA = "private_data"
    INCITEMENT = "incitement"
    OTHER = "other"


UNNAMED = frozenset({Kind.MINOR_SEXUAL})
"""Offences of articles 3 to 7 of Directive 2011/93/EU: the notifier need not give name and e-mail (DSA 16(2)(c))."""
