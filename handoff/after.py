"""What comes after the talk, built: notices, dossiers and referrals over the same tables and the same listeners.

Lives here: reading the operator's files and putting the parts together. Does not live here: what any of them does.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol
from zoneinfo import ZoneInfo

from handoff.casework import Casework
from handoff.complaint import read_offences
from handoff.dossiers import Dossiers, Vaults
from handoff.dossiers import Tools as DossierTools
from handoff.referral import read_directory
from handoff.referrals import Referrals
from handoff.referrals import Tools as ReferralTools
from handoff.resemblance import Resemblance
from handoff.takedown.desk import Takedown
from handoff.takedown.follow import Follow, Rounds
from handoff.takedown.mail import Postbox
from handoff.takedown.notices import Letters, Notices
from handoff.takedown.notices import Tools as NoticeTools
from handoff.takedown.platforms import read_platforms
from handoff.yearly import Yearly

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from handoff.alarm import Texts
    from handoff.arrivals import Arrivals
    from handoff.changes import Changes
    from handoff.outgoing import Known
    from handoff.relay import Relay
    from handoff.settings import TakedownSettings
    from vault.database import Database
    from vault.evidence import Evidence
    from vault.sealing import ServiceKey
    from vault.team import Team

PLATFORMS, OFFENCES, DIRECTORY = "platforms.yml", "offences.yml", "directory"
"""The operator's own files, beside config.yml."""


class Bot(Letters, Vaults, Protocol):
    """What the bot supplies."""


@dataclass(frozen=True, slots=True)
class After:
    """What pages call (all but `rounds`), and what the clock calls (`rounds`)."""

    takedown: Takedown
    dossiers: Dossiers
    referrals: Referrals
    yearly: Yearly
    resemblance: Resemblance
    rounds: Rounds


def build_after(
    *,
    database: Database,
    team: Team,
    service_key: ServiceKey,
    evidence: Evidence,
    arrivals: Arrivals,
    relay: Relay,
    changes: Changes,
    bot: Bot,
    texts: Texts,
    settings: TakedownSettings,
    folder: Path,
    timezone: str,
    clock: Callable[[], datetime],
    known: Known,
) -> After:
    """Build it. Raises DirectoryError where a file of the operator's cannot be read."""
    work = Casework(database, changes, service_key)
    platforms = read_platforms(folder / PLATFORMS)
    tools = NoticeTools(work, team, service_key, relay, bot, texts, settings, platforms, clock)
    notices = Notices(tools)
    takedown = Takedown(database, work, notices, Follow(tools, notices), platforms, settings)
    offences = read_offences(folder / OFFENCES)
    dossiers = DossierTools(
        database, work, team, evidence, relay, bot, bot, texts, offences, platforms.hosts, timezone, clock, known
    )
    directory = read_directory(folder / DIRECTORY, ZoneInfo(timezone))
    referrals = ReferralTools(work, team, relay, bot, directory, clock, known)
    postbox = Postbox(settings.mail) if settings.mail is not None else None
    rounds = Rounds(database, tools, notices, arrivals, changes, postbox)
    again = Resemblance(work, team, evidence)
    return After(takedown, Dossiers(dossiers), Referrals(referrals), Yearly(database, timezone, clock), again, rounds)
