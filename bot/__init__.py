"""Havre, a helpline that lives in messaging apps; this package talks with correspondents and holds it all together.

The house has four rooms, and imports go one way: `bot > handoff > vault | nlu`.

* `bot` speaks with the people who write: channels, conversation, mailroom; the settings, the command line.
* `handoff` is every way a case leaves the bot: a listener at the desk, an alarm, later a platform or the police.
* `vault` opens every connection, holds every key and writes every file that carries a person's words.
* `nlu` takes words and answers in, and gives a reading and a severity out.

Start at `bot/app.py` (everything is built there, on one screen) or `docs/tour.md`.
"""
