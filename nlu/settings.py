"""The `nlu` and `severity` sections of the configuration."""

from __future__ import annotations

from ipaddress import ip_address
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, field_validator

from nlu.severity import Rule, RuleError, parse_rule


class RasaSettings(BaseModel):
    """Where a Rasa server listens, and how many milliseconds its answer may take before it is done without."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    url: str = "http://127.0.0.1:5005"
    timeout_ms: int = Field(default=300, ge=10, le=5000)

    @field_validator("url")
    @classmethod
    def _nobody_reads_along(cls, value: str) -> str:
        parts = urlsplit(value)
        bare = value.isprintable() and not set(value) & set(" ?#@") and parts.hostname and parts.port != 0
        if not bare or (parts.scheme, _is_here(parts.hostname or "")) not in _SAFE:
            raise ValueError(
                "must be http:// on this machine, like http://127.0.0.1:5005, or https://; it gets people's words"
            )
        return value


_SAFE = {("http", True), ("https", True), ("https", False)}


def _is_here(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


class NluSettings(BaseModel):
    """Which engine reads what people write; with `off` only buttons count, and every case is still reached.

    With `rasa` the built-in reader reads everything, and a Rasa server is asked for the intent. `encoder` is a folder
    with an encoder of the house's own and the model trained with it: docs/understanding.md.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    engine: Literal["built-in", "rasa", "off"] = "built-in"
    rasa: RasaSettings = RasaSettings()
    encoder: Path | None = None

    @field_validator("encoder")
    @classmethod
    def _full(cls, value: Path | None) -> Path | None:
        if value is not None and not value.is_absolute():
            raise ValueError("must be the full path of a folder with model.onnx, tokenizer.json and havre.npz")
        return value

    @field_validator("engine", mode="before")
    @classmethod
    def _off_is_a_word(cls, value: object) -> object:
        return "off" if value is False else value  # an older YAML reads a bare `off` as false


def _rule(value: object) -> Rule:
    if isinstance(value, Rule):
        return value
    try:
        return parse_rule(value)
    except RuleError as error:
        raise ValueError(str(error)) from None


class SeveritySettings(BaseModel):
    """Rules that raise a level; what the floor calls critical, none can lower."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)

    rules: tuple[Annotated[Rule, BeforeValidator(_rule)], ...] = ()
