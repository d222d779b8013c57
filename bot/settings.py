"""config.yml becomes Settings here; every complaint says config.yml:LINE:COLUMN and how to mend it.

Each package owns the model of its own section; this module composes them. It reads files and the environment it is
given, and nothing else.
"""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, get_args
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from bot.channels.telegram.settings import TelegramSettings
from bot.channels.web.settings import WebSettings
from bot.errors import BotError
from bot.intake_settings import IntakeSettings, NumberSettings
from bot.places import position, sentence
from handoff.settings import HandoffSettings
from nlu.settings import NluSettings, SeveritySettings
from vault.settings import StoreSettings

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from pydantic_core import ErrorDetails

SECRET_WORDS = ({"env"}, {"file"})
SECRETS = frozenset({"password", "secret", "service_key", "token"})
"""The keys whose value never stands in the file itself."""
SECRET_BYTES = 64 * 1024
WITH_PASSWORD = re.compile(r"\w+://[^/@:]*:[^/@]+@")


class Section(BaseModel):
    """A part of config.yml: unknown keys are refused, and nothing changes after the start."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class ServiceSettings(Section):
    """Who runs this haven, in which languages, and the numbers that answer."""

    name: str = Field(min_length=1, max_length=40)
    languages: tuple[Literal["fr", "en"], ...] = Field(default=("fr", "en"), min_length=1)
    timezone: str = "Europe/Paris"
    public_url: str = ""
    desk_url: str = ""
    phone: str = ""
    numbers: dict[str, NumberSettings] = Field(default_factory=dict)

    @field_validator("timezone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError) as error:
            raise ValueError("is no time zone; write one like Europe/Paris") from error
        return value


class ChannelsSettings(Section):
    """The doors. One is open when its section is there."""

    web: WebSettings | None = None
    telegram: TelegramSettings | None = None


class RetentionSettings(Section):
    """How long each class of data is kept, in days.

    Places since they were offered, cases since they were closed, vaults since they were touched, and whoever opened the
    door and never wrote since they came.
    """

    place_days: int = Field(default=7, ge=1, le=90)
    case_days: int = Field(default=365, ge=1)
    warn_days: int = Field(default=30, ge=0)
    unopened_days: int = Field(default=2, ge=1)

    @property
    def warned_days(self) -> int:
        """After how many days of silence the owner of a vault is told that its time is running out."""
        return max(self.case_days - self.warn_days, self.case_days // 2)


class Settings(Section):
    """The whole of config.yml."""

    service: ServiceSettings
    store: StoreSettings = Field(default_factory=StoreSettings)
    channels: ChannelsSettings
    nlu: NluSettings = Field(default_factory=NluSettings)
    intake: IntakeSettings
    severity: SeveritySettings = Field(default_factory=SeveritySettings)
    handoff: HandoffSettings = Field(default_factory=HandoffSettings)
    retention: RetentionSettings = Field(default_factory=RetentionSettings)


@dataclass(frozen=True, slots=True)
class Complaint:
    """One thing wrong in a file, where it stands, and the way to mend it."""

    file: str
    line: int
    column: int
    what: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}: {self.what}"


class SettingsError(BotError):
    """The configuration cannot be used; `complaints` says why, place by place."""

    def __init__(self, complaints: Iterable[Complaint]) -> None:
        self.complaints = tuple(complaints)
        super().__init__("\n".join(str(complaint) for complaint in self.complaints))


def read_settings(path: Path, environ: Mapping[str, str]) -> Settings:
    """Read `path` whole, or raise SettingsError with every complaint at once."""
    return _SettingsReader(path, environ).read()


def open_secrets(path: Path) -> tuple[Complaint, ...]:
    """Return every secret that stands in the file itself, place by place: whoever reads a backup reads it too."""
    return _SettingsReader(path, {}).open_secrets()


def placed(path: Path, places: Iterable[tuple[str, ...]]) -> list[str]:
    """Return where each of these paths of keys stands in the file: `config.yml:LINE:COLUMN`."""
    return _SettingsReader(path, {}).placed(places)


def resolve(path: Path, value: str) -> Path:
    """Turn a path written in the file at `path` into a real one: relative paths start at that file's folder."""
    return (path.parent / value).resolve()


class _SettingsReader:
    """One reading of one file; keeps the tree at hand so that complaints can say where."""

    def __init__(self, path: Path, environ: Mapping[str, str]) -> None:
        self.path = path
        self.environ = environ
        self.complaints: list[Complaint] = []
        self.tree: Any = None

    def read(self) -> Settings:
        self.tree = self._parse()
        plain = self._plain(self.tree, ())
        if self.complaints:
            raise SettingsError(self.complaints)
        try:
            return Settings.model_validate(plain)
        except ValidationError as error:
            raise SettingsError(self._sort(self._complaint(detail) for detail in error.errors())) from None

    def placed(self, places: Iterable[tuple[str, ...]]) -> list[str]:
        self.tree = self._parse()
        found = (position(self.tree, place) for place in places)
        return [f"{self.path.name}:{line}:{column}" for line, column in found]

    def open_secrets(self) -> tuple[Complaint, ...]:
        self.tree = self._parse()
        self._look_for_secrets(self.tree, ())
        return tuple(self.complaints)

    def _look_for_secrets(self, node: Any, place: tuple[str | int, ...]) -> None:
        pairs = (
            node.items()
            if isinstance(node, CommentedMap)
            else enumerate(node)
            if isinstance(node, CommentedSeq)
            else ()
        )
        for key, value in pairs:
            here = (*place, key)
            if key in SECRETS and isinstance(value, str | int) and str(value):
                self._complain(here, "a secret never stands in this file: write {env: NAME} or {file: path}")
            elif key == "database" and isinstance(value, str) and WITH_PASSWORD.match(value):
                self._complain(here, "a password never stands in this file: use ~/.pgpass or PGPASSWORD")
            self._look_for_secrets(value, here)

    def _parse(self) -> CommentedMap:
        try:
            text = self.path.read_text(encoding="utf-8")
        except OSError as error:
            raise SettingsError([Complaint(str(self.path), 1, 1, f"cannot be read: {error.strerror}")]) from None
        except UnicodeDecodeError:
            raise SettingsError([Complaint(self.path.name, 1, 1, "is not UTF-8 text: save it as UTF-8")]) from None
        try:
            tree = YAML(typ="rt").load(text)
        except MarkedYAMLError as error:
            raise SettingsError([self._syntax(error)]) from None
        except YAMLError:
            raise SettingsError([Complaint(self.path.name, 1, 1, "is not YAML: see the shipped config.yml")]) from None
        if not isinstance(tree, CommentedMap):
            raise SettingsError([Complaint(self.path.name, 1, 1, "has no sections: see the shipped config.yml")])
        return tree

    def _syntax(self, error: MarkedYAMLError) -> Complaint:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        problem = (error.problem or "cannot be read").splitlines()[0]
        return Complaint(self.path.name, line, column, f"{problem} (check the indent, the quotes and the colons here)")

    def _plain(self, node: Any, place: tuple[str | int, ...]) -> Any:
        match node:
            case CommentedMap() if set(node) in SECRET_WORDS:
                return self._secret(node, place)
            case CommentedMap():
                return {str(key): self._plain(value, (*place, key)) for key, value in node.items()}
            case CommentedSeq():
                return [self._plain(value, (*place, index)) for index, value in enumerate(node)]
            case _:
                return node

    def _secret(self, node: CommentedMap, place: tuple[str | int, ...]) -> str | None:
        word, name = next(iter(node.items()))
        if word == "env":
            value = self.environ.get(str(name))
            if not value:
                self._complain(place, f"the environment variable {name} is not set")
            return value
        source = resolve(self.path, str(name))
        try:
            value = source.read_text(encoding="utf-8")[:SECRET_BYTES].strip()
        except (OSError, UnicodeDecodeError):
            value = ""
        if not value:
            self._complain(place, f"the secret's file {name} cannot be read, or is empty")
        return value

    def _complain(self, place: tuple[str | int, ...], what: str) -> None:
        line, column = self._position(place)
        self.complaints.append(Complaint(self.path.name, line, column, f"{_dotted(place)}: {what}"))

    def _complaint(self, detail: ErrorDetails) -> Complaint:
        place = tuple(part for part in detail["loc"] if part != "[key]")
        further = getattr(detail.get("ctx", {}).get("error"), "place", ())
        line, column = self._position((*place, *further))
        return Complaint(self.path.name, line, column, f"{_dotted(place)}: {self._sentence(detail, place)}")

    def _sentence(self, detail: ErrorDetails, place: tuple[str | int, ...]) -> str:
        match detail["type"]:
            case "extra_forbidden":
                near = difflib.get_close_matches(str(place[-1]), sorted(_fields_at(Settings, place[:-1])), 1)
                return "is not a known key" + (f"; did you mean {near[0]}?" if near else "; remove it")
            case _:
                return sentence(detail)

    def _position(self, place: tuple[str | int, ...]) -> tuple[int, int]:
        return position(self.tree, place)

    @staticmethod
    def _sort(complaints: Iterable[Complaint]) -> list[Complaint]:
        return sorted(set(complaints), key=lambda complaint: (complaint.line, complaint.column, complaint.what))


def _dotted(place: tuple[str | int, ...]) -> str:
    return ".".join(str(part) for part in place) or "config"


def _fields_at(model: type[BaseModel], place: tuple[str | int, ...]) -> set[str]:
    """Name the keys that could stand at `place`, to guess what a typing error meant."""
    for part in place:
        field = model.model_fields.get(str(part))
        inner = _models_in(field.annotation) if field else []
        if not inner:
            return set()
        model = inner[0]
    return set(model.model_fields)


def _models_in(annotation: Any) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [model for part in get_args(annotation) for model in _models_in(part)]
