"""The `nlu` and `severity` sections of the configuration."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, field_validator

from nlu.severity import Rule, RuleError, parse_rule


class NluSettings(BaseModel):
    """Which engine reads what people write; with `off` only buttons count, and every case is still reached."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    engine: Literal["built-in", "off"] = "built-in"

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
