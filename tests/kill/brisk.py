"""Imported by the nursery: no bot waits between two messages, so that kills fall into the work, not into the waits."""

import bot.carrier
import handoff.desks.telegram.outgoing

bot.carrier.Pace.__init__.__defaults__ = (0.0, 0.0)
handoff.desks.telegram.outgoing.Outgoing.__init__.__defaults__ = (None, 0.0)
handoff.desks.telegram.outgoing.MOST = 10**6
