"""The `handoff` section of the configuration: hours, ladders, alarm, desks. Every default stands on its own.

Lives here: what an administrator may write and how it is checked. Does not live here: what hours mean on a given day
(`handoff.hours`), what is due when (`handoff.ladder`).
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, SecretStr, field_validator, model_validator

from handoff.hours import read_week

WeekText = Literal["always", "never"] | dict[str, tuple[str, ...]]
Hours = Annotated[float, Field(ge=1, le=24 * 60)]
Minutes = Annotated[float, Field(ge=0, le=60 * 24 * 7)]
LOCAL_HOSTS = frozenset({"localhost", "127.0.0.1", "::1"})


def _listed(value: object) -> object:
    return (value,) if isinstance(value, str) else value


class Section(BaseModel):
    """A part of config.yml: unknown keys are refused, nothing changes after the start."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class HoursSettings(Section):
    """When listeners are there (`weekly`), on which days nobody is (`holidays`), and when on-call can be rung.

    `weekly` and `on_call` are `always`, `never`, or days to spans: `{mon-fri: ["14:00-22:00"], sat: ["22:00-02:00"]}`.
    """

    weekly: WeekText = {"mon-fri": ("09:00-18:00",)}
    holidays: tuple[date, ...] = ()
    on_call: WeekText = "never"

    @field_validator("weekly", "on_call")
    @classmethod
    def _readable(cls, value: WeekText) -> WeekText:
        read_week(value)
        return value


class Ladder(Section):
    """After how many minutes who is told; `null` where nobody is. `late` is the text with the numbers open now."""

    supervisor: Minutes | None = None
    on_call: Minutes | None = None
    late: Minutes | None = None


class Unclaimed(Section):
    """The ladders of a case nobody has claimed, by level."""

    emergency: Ladder = Ladder(supervisor=0, on_call=2, late=5)
    critical: Ladder = Ladder(supervisor=2, on_call=5, late=10)
    high: Ladder = Ladder(supervisor=15, late=20)
    medium: Ladder = Ladder(supervisor=60, late=75)
    low: Ladder = Ladder(supervisor=480)

    @model_validator(mode="after")
    def _severe_rings(self) -> Unclaimed:
        if None in {self.emergency.on_call, self.critical.on_call}:
            raise ValueError("emergency and critical need on_call: a case that severe always rings someone")
        return self


class Unanswered(Section):
    """The ladders of a message a listener who holds the case has not answered, by level."""

    emergency: Ladder = Ladder(supervisor=2, on_call=5, late=8)
    critical: Ladder = Ladder(supervisor=5, on_call=10, late=15)
    high: Ladder = Ladder(supervisor=15, late=20)
    medium: Ladder = Ladder(supervisor=60)
    low: Ladder = Ladder(supervisor=480)


class SilenceLadder(Section):
    """Minutes without a word after a risk message: a first word, a second with numbers, then two people decide."""

    first: Minutes
    second: Minutes
    decide: Minutes

    @model_validator(mode="after")
    def _in_order(self) -> SilenceLadder:
        if not self.first < self.second < self.decide:
            raise ValueError("first, second and decide must follow one another")
        return self


class Silence(Section):
    """The ladders of silence, for the two levels at which silence is a risk of its own."""

    emergency: SilenceLadder = SilenceLadder(first=2, second=5, decide=10)
    critical: SilenceLadder = SilenceLadder(first=5, second=10, decide=20)


class LaddersSettings(Section):
    """What happens when nobody comes, nobody answers, or nobody writes any more."""

    unclaimed: Unclaimed = Unclaimed()
    unanswered: Unanswered = Unanswered()
    silence: Silence = Silence()


class EmailSettings(Section):
    """An SMTP server that carries alarms. `to` is on-call; `supervisors` get the supervisor's rings."""

    host: str = Field(min_length=1)
    port: int = Field(default=587, ge=1, le=65535)
    tls: Literal["starttls", "implicit", "none"] = "starttls"
    sender: str = Field(pattern=r"^[^@\s]+@[^@\s]+$")
    to: Annotated[tuple[str, ...], BeforeValidator(_listed), Field(min_length=1)]
    supervisors: Annotated[tuple[str, ...], BeforeValidator(_listed)] = ()
    user: str = ""
    password: SecretStr | None = None

    @model_validator(mode="after")
    def _no_clear_mail(self) -> EmailSettings:
        if self.tls == "none" and self.host not in LOCAL_HOSTS:
            raise ValueError("tls: none is for a mail server on this very machine; write starttls or implicit")
        return self


class WebhookSettings(Section):
    """An address that gets each ring as signed JSON, such as an SMS gateway's."""

    url: str = Field(pattern=r"^https?://[^\s]+$")
    secret: SecretStr | None = None


class TelegramAlarmSettings(Section):
    """A Telegram bot that carries alarms. `chat` is on-call's; `supervisors` gets the supervisor's rings."""

    token: SecretStr
    chat: int
    supervisors: int | None = None
    api: str = Field(default="https://api.telegram.org", pattern=r"^https?://[^\s]+$")


class PulseSettings(Section):
    """An address that is asked for every so many minutes while all is well: whoever watches it learns of silence."""

    url: str = Field(pattern=r"^https?://[^\s]+$")
    every: float = Field(default=5, gt=0, le=60)


class AlarmSettings(Section):
    """How people who are not at the desk are rung. `every` and `again` are minutes.

    `every`: between two rings of an alarm nobody acknowledged. `again`: until a severe case whose alarm was
    acknowledged, but to which nobody came, rings anew.
    """

    email: EmailSettings | None = None
    webhook: WebhookSettings | None = None
    telegram: TelegramAlarmSettings | None = None
    pulse: PulseSettings | None = None
    every: float = Field(default=5, gt=0, le=60)
    again: float = Field(default=15, gt=0, le=120)
    language: Literal["fr", "en"] = "fr"

    @property
    def works(self) -> bool:
        """Tell whether any way of ringing is configured."""
        return any(way is not None for way in (self.email, self.webhook, self.telegram))


class WebDeskSettings(Section):
    """The web desk. Sessions end `session_hours` after sign-in, or `idle_hours` after the last click.

    `codes`: whether every listener proves a one-time code after the passphrase, whoever set one up, or nobody.
    """

    listen: str = Field(default="127.0.0.1:8019", pattern=r"^.+:\d{1,5}$")
    codes: Literal["required", "offered", "off"] = "offered"
    session_hours: float = Field(default=12, gt=0, le=24)
    idle_hours: float = Field(default=2, gt=0, le=12)


class TelegramDeskSettings(Section):
    """The listeners' bot: its own token, and the group whose chat is the board.

    `encrypted`: whether cases from end-to-end encrypted channels may be claimed here too; Telegram itself is not.
    """

    token: SecretStr
    board: int = Field(lt=0)
    api: str = Field(default="https://api.telegram.org", pattern=r"^https?://[^\s]+$")
    language: Literal["fr", "en"] = "fr"
    encrypted: bool = False
    poll_seconds: int = Field(default=25, ge=1, le=50)


class DesksSettings(Section):
    """The desks listeners sit at."""

    web: WebDeskSettings | None = WebDeskSettings()
    telegram: TelegramDeskSettings | None = None

    @model_validator(mode="after")
    def _key_needs_web(self) -> DesksSettings:
        if self.telegram is not None and self.web is None:
            raise ValueError("telegram needs web beside it: listeners sign in there, which unlocks their key")
        return self


class FollowUpSettings(Section):
    """After how many hours someone who agreed is asked how they are: after emergency or critical, and after others.

    Counted from the closing; the first where they chose no day themselves. Each later one is asked for by the answer
    before it: nobody is asked twice who did not answer once.
    """

    severe_hours: tuple[Hours, ...] = Field(default=(24, 72), min_length=1)
    other_hours: tuple[Hours, ...] = Field(default=(72,), min_length=1)

    @field_validator("severe_hours", "other_hours")
    @classmethod
    def _in_order(cls, value: tuple[float, ...]) -> tuple[float, ...]:
        if list(value) != sorted(set(value)):
            raise ValueError("hours must follow one another, each counted from the closing: [24, 72]")
        return value


class MailSettings(Section):
    """An SMTP server that carries notices."""

    host: str = Field(min_length=1)
    port: int = Field(default=587, ge=1, le=65535)
    tls: Literal["starttls", "implicit", "none"] = "starttls"
    user: str = ""
    password: SecretStr | None = None

    @model_validator(mode="after")
    def _no_clear_mail(self) -> MailSettings:
        if self.tls == "none" and self.host not in LOCAL_HOSTS:
            raise ValueError("tls: none is for a mail server on this very machine; write starttls or implicit")
        return self


class TakedownSettings(Section):
    """Notices to platforms. `notifier` and `contact` are the association's name and e-mail, which every notice needs.

    `flagger_by` is who made it a trusted flagger, such as Arcom; `addresses` are those a platform gave to it alone, by
    platform. `reminders`: minutes after sending at which the desk is reminded, the last one is the hour.
    """

    notifier: str = Field(default="", max_length=200)
    contact: str = Field(default="", pattern=r"^(?:[^@\s]+@[^@\s]+)?$")
    flagger_by: str = Field(default="", max_length=200)
    addresses: dict[str, Annotated[str, Field(pattern=r"^[^@\s]+@[^@\s]+$")]] = Field(default_factory=dict)
    mail: MailSettings | None = None
    reminders: tuple[Annotated[float, Field(gt=0, le=1440)], ...] = (30, 50, 60)

    @field_validator("reminders")
    @classmethod
    def _in_order(cls, value: tuple[float, ...]) -> tuple[float, ...]:
        if list(value) != sorted(set(value)):
            raise ValueError("reminders must follow one another")
        return value


class ShiftSettings(Section):
    """What guards listeners: live conversations at once, and how long a pause is, in minutes."""

    capacity: int = Field(default=3, ge=1, le=12)
    pause_minutes: float = Field(default=15, gt=0, le=240)


class HandoffSettings(Section):
    """The whole `handoff` section."""

    hours: HoursSettings = HoursSettings()
    ladders: LaddersSettings = LaddersSettings()
    alarm: AlarmSettings = AlarmSettings()
    desks: DesksSettings = DesksSettings()
    follow_up: FollowUpSettings = FollowUpSettings()
    shifts: ShiftSettings = ShiftSettings()
    takedown: TakedownSettings = TakedownSettings()
