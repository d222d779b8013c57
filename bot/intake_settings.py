"""The `intake` section and the public numbers of the configuration: ids and rules, never sentences.

Lives here: what an administrator may write. Does not live here: which question is next (`bot.intake`), the words of a
question (`question-<id>` and `choice-<question>-<choice>` in the texts).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, field_validator, model_validator

from handoff.hours import read_week
from handoff.settings import WeekText

Id = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_]{0,30}$")]
Dialled = Annotated[str, BeforeValidator(lambda value: str(value) if isinstance(value, int) else value)]
FIRST = "danger"
"""The question that comes before every other: remedy 5 of the safety list."""


class PlacedError(ValueError):
    """Something wrong further down than the section that finds it: `place` leads there from the section."""

    def __init__(self, what: str, place: tuple[str, ...]) -> None:
        super().__init__(what)
        self.place = place


class Section(BaseModel):
    """A part of config.yml: unknown keys are refused, nothing changes after the start."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class NumberSettings(Section):
    """A public number: what is dialled or texted, and when it answers. Its name is the text `number-<id>`.

    `screen`: it stands on the danger screen. `talk`: somebody listens there, so it is shown to those who wait.
    """

    dial: Dialled = Field(default="", pattern=r"^\+?[0-9 ]{0,20}$")
    sms: Dialled = Field(default="", pattern=r"^\+?[0-9 ]{0,20}$")
    hours: WeekText = "always"
    screen: bool = False
    talk: bool = False

    @field_validator("hours")
    @classmethod
    def _readable(cls, value: WeekText) -> WeekText:
        read_week(value)
        return value

    @model_validator(mode="after")
    def _reaches_someone(self) -> Self:
        if not (self.dial or self.sms):
            raise ValueError("needs dial or sms")
        return self


class QuestionSettings(Section):
    """One question: its choices, when it is left out (`unless`), and when it is put all the same (`always`)."""

    id: Id
    choices: tuple[Id, ...] = Field(min_length=2)
    unless: Mapping[Id, tuple[Id, ...]] = Field(default_factory=dict)
    always: Mapping[Id, tuple[Id, ...]] = Field(default_factory=dict)

    @field_validator("choices")
    @classmethod
    def _can_be_skipped(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        if "skip" not in value:
            raise ValueError("needs the choice skip: every question can be skipped")
        return value


class IntakeSettings(Section):
    """The questions, in the order they are put."""

    questions: tuple[QuestionSettings, ...] = Field(min_length=1)

    @field_validator("questions")
    @classmethod
    def _danger_first(cls, value: tuple[QuestionSettings, ...]) -> tuple[QuestionSettings, ...]:
        ids = [question.id for question in value]
        if ids[0] != FIRST:
            raise ValueError("the first question must be danger")
        if len(set(ids)) < len(ids):
            raise ValueError("a question stands there twice")
        return value

    @model_validator(mode="after")
    def _conditions_can_be_met(self) -> Self:
        known = {question.id: set(question.choices) for question in self.questions}
        for question in self.questions:
            for word, conditions in (("unless", question.unless), ("always", question.always)):
                for asked, choices in conditions.items():
                    place = ("questions", question.id, word, asked)
                    if asked not in known:
                        raise PlacedError(f"{question.id}: {asked} is no question", place)
                    if strange := sorted(set(choices) - known[asked]):
                        raise PlacedError(f"{question.id}: {', '.join(strange)} is no choice of {asked}", place)
        return self

    @property
    def every_choice(self) -> list[str]:
        """Return every choice as buttons name it: "question:choice"."""
        return [f"{question.id}:{choice}" for question in self.questions for choice in question.choices]
