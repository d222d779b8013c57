"""What is not right with the texts: words that must not be said, and overrides that lost what the shipped text has.

Pure but for reading the files. Lives here: every rule about ids, variables, registers and what a text must keep. Does
not live here: the words themselves (`bot.wordings_fr`, `bot.wordings_en`), and reading the files (`bot.text_files`).
"""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from bot import wordings_en, wordings_fr
from bot.canned import STEM, VARIABLES
from bot.text_files import Shelf
from bot.texts import FORMAL, LANGUAGES, place_in
from bot.wordings import Kind, dialled, numbers_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from bot.text_files import Part, Way, Written
    from bot.texts import Texts

WORDINGS = {"fr": wordings_fr.WORDINGS, "en": wordings_en.WORDINGS}
THEIR_OWN = ("choice-", "reason-")
"""What a person says of themselves by tapping it, or what is said of them: nobody promises or blames there."""
BUTTONS = ("act-",)
"""Buttons of the house may promise as little as sentences; to erase is what a person asks there, no advice."""
FOR_THE_TEAM = ("desk-", "alarm-", "reason-")
BY_CONFIGURATION = ("question-", "choice-", "reason-", "number-")
"""Ids that config.yml may bring in: its own questions, choices, rules and numbers."""
DOES_WITHOUT = ("reason-", "number-")
"""Of those, the ones that are shown by their id where nobody wrote a text."""
TO_AN_ADULT = f"this is said to an adult, who is told « {FORMAL} »"
TO_A_CHILD = f"this is said to a child, who is told « tu »; the sentence to adults is its .{FORMAL}"
QUOTED = re.compile(r"«[^»]*»")
SAID_TU = re.compile(r"\b(?:tu|toi|ton|ta|tes|te)\b|\bt'", re.IGNORECASE)
SAID_VOUS = re.compile(r"(?<!rendez-)\b(?:vous|votre|vos)\b|\b(?!assez\b|chez\b|nez\b|rendez\b)\w+ez\b", re.IGNORECASE)

Need: TypeAlias = "tuple[str, Mapping[str, tuple[str, ...]]]"
LIFE: Need = (
    "the first limit of confidentiality: a life in danger",
    {"fr": (r"\bvies?\b", r"danger|risque"), "en": (r"\blives?\b|\blife\b", r"danger|risk")},
)
CHILD: Need = (
    "the second limit of confidentiality: a child ill-treated or assaulted",
    {
        "fr": (r"\benfants?\b|\bmineure?s?\b", r"maltrait|agress|violen"),
        "en": (r"\bchild(?:ren)?\b|\bminors?\b", r"mistreat|ill-treat|abus|assault|harm|hurt"),
    },
)
JUSTICE: Need = (
    "the third limit of confidentiality: a demand of justice",
    {"fr": (r"\bjustice\b|\bjuges?\b|\btribunal\b",), "en": (r"\bcourts?\b|\bjudges?\b|\bjustice\b",)},
)
MACHINE: Need = (
    "that a program is writing",
    {
        "fr": (r"\bprogramme\b|\brobot\b|\bautomatique\b|\bIA\b",),
        "en": (r"\bprogram\b|\brobot\b|\bbot\b|\bautomatic\b|\bmachine\b|\bAI\b",),
    },
)
NO_IMAGE: Need = (
    "that no intimate picture is to be sent",
    {"fr": (r"\b(?:photo|image|vidéo)s? intimes?\b",), "en": (r"\bintimate (?:photo|picture|image|video)s?\b",)},
)
NEEDS: Mapping[str, tuple[Need, ...]] = {
    "first-hello": (MACHINE,),
    "first-limits": (LIFE, CHILD, JUSTICE),
    "first-danger": (NO_IMAGE,),
    "adult-first": (MACHINE, LIFE, CHILD, JUSTICE, NO_IMAGE),
    "answer-confidentiality": (LIFE, CHILD, JUSTICE),
}
"""What some texts may never lose, whoever writes them anew."""


@dataclass(frozen=True, slots=True, order=True)
class TextFinding:
    """One thing about one text: where, which, what and the mend. `grave`: it must be mended before anyone reads it."""

    file: str
    line: int
    column: int
    id: str
    what: str
    grave: bool

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}: {self.id}: {self.what}"


def lint(
    texts: Texts,
    numbers: Iterable[str],
    *,
    part_time: Iterable[str] = (),
    configured: Iterable[str] = (),
    languages: Iterable[str] = LANGUAGES,
) -> list[TextFinding]:
    """Return everything that is not right with the texts that count, in the order of files and lines.

    `numbers`: the ids of service.numbers, and what is dialled or texted where that differs; `part_time`: those among
    them that do not answer at every hour. `configured`: text ids that config.yml brings in (`configured_ids`).
    `languages`: those the service speaks. Raises TextsError where a file is no Fluent.
    """
    house = _House(
        frozenset(map(dialled, numbers)), frozenset(map(dialled, part_time)), frozenset(configured), tuple(languages)
    )
    shelves = {language: Shelf(language, texts.files(language)) for language in LANGUAGES}
    found: set[TextFinding] = set(_missing(shelves, house))
    for language in house.languages:
        found.update(_twice(shelves[language]))
        for text in shelves[language].effective.values():
            found.update(_said(text, house))
            if text.is_own and not text.is_term:
                found.update(_anew(text, shelves, house, texts))
    return sorted(found)


def configured_ids(questions: Mapping[str, Iterable[str]], rules: Iterable[str], numbers: Iterable[str]) -> set[str]:
    """Return the text ids a configuration brings in: of its questions with their choices, its rules, its numbers."""
    ids = {f"question-{question}" for question in questions}
    ids |= {f"choice-{question}-{choice}" for question, choices in questions.items() for choice in choices}
    return {one.replace("_", "-") for one in ids} | {f"reason-{r}" for r in rules} | {f"number-{n}" for n in numbers}


@dataclass(frozen=True, slots=True)
class _House:
    """What the configuration says: numbers as they are dialled, ids of texts, languages."""

    numbers: frozenset[str]
    part_time: frozenset[str]
    configured: frozenset[str]
    languages: tuple[str, ...]


def _found(text: Written, name: str, offset: int, what: str, *, grave: bool) -> TextFinding:
    return TextFinding(text.file, *place_in(text.source, offset), name, what, grave)


# -- what every sentence is looked at for ------------------------------------------------------------------------------


def _said(text: Written, house: _House) -> Iterator[TextFinding]:
    for part in text.parts:
        for way in part.ways:
            yield from _forbidden(text, part, way)
            if not text.id.startswith(FOR_THE_TEAM):
                yield from _numbers(text, part, way, house)
                yield from _register(text, part, way)
            yield from _lacking(text, part, way)


def _forbidden(text: Written, part: Part, way: Way) -> Iterator[TextFinding]:
    for wording in WORDINGS[text.language]:
        if text.id.startswith(THEIR_OWN) or (text.id.startswith(BUTTONS) and wording.kind is Kind.advice):
            continue
        for start, end in wording.places(way.text):
            what = f'"{way.text[start:end]}" {wording.kind}: {wording.mend}'
            yield _found(text, part.name, way.places[start], what, grave=True)


def _numbers(text: Written, part: Part, way: Way, house: _House) -> Iterator[TextFinding]:
    is_name = text.id.startswith("number-")
    if is_name and not text.is_own and dialled(text.id.removeprefix("number-")) not in house.numbers:
        return  # the name of a number that is never shown
    anew = "leave it out" if text.is_own else f"write {text.id} anew in {text.file.removeprefix('bot/')}"
    for start, end, number in numbers_in(way.text):
        if number not in house.numbers:
            what = f"{way.text[start:end]} is not in service.numbers: put it there or {anew}"
        elif number in house.part_time and not is_name:
            what = f"{way.text[start:end]} does not answer at every hour: leave it to the list of numbers"
        else:
            continue
        yield _found(text, part.name, way.places[start], what, grave=True)


def _register(text: Written, part: Part, way: Way) -> Iterator[TextFinding]:
    """Find « vous » to a child and « tu » to an adult; what stands in « » is quoted."""
    if text.language != "fr":
        return
    said = QUOTED.sub(lambda quoted: " " * len(quoted[0]), way.text)
    wrong, mend = (SAID_TU, TO_AN_ADULT) if part.formal else (SAID_VOUS, TO_A_CHILD)
    found = wrong.search(said)
    if found is not None:
        yield _found(text, part.name, way.places[found.start()], f'"{found[0]}": {mend}', grave=False)


def _lacking(text: Written, part: Part, way: Way) -> Iterator[TextFinding]:
    for name, patterns in NEEDS.get(text.id, ()):
        if not all(re.search(pattern, way.text, re.IGNORECASE) for pattern in patterns[text.language]):
            yield _found(text, part.name, part.start, f"does not say {name}: say it", grave=True)


# -- what a text written anew may not lose -----------------------------------------------------------------------------


def _anew(text: Written, shelves: Mapping[str, Shelf], house: _House, texts: Texts) -> Iterator[TextFinding]:
    shipped = [shelf.shipped[text.id] for shelf in shelves.values() if text.id in shelf.shipped]
    if text.id.startswith(STEM):
        yield from list(_strange_variables(text, VARIABLES)) or _unsayable(text, texts)
        return
    if not shipped and text.id not in house.configured:
        yield _unknown(text, {*shelves[text.language].shipped, *house.configured})
        return
    model = shelves[text.language].shipped.get(text.id)
    if model is not None:
        yield from _lost_variant(text, model)
        yield from _lost_numbers(text, model, house)
        yield from _lost_variables(text, model)
    known = frozenset[str]().union(*(part.variables for one in shipped for part in one.parts))
    strange = list(_strange_variables(text, known))
    yield from strange or _unsayable(text, texts)


def _unknown(text: Written, ids: Iterable[str]) -> TextFinding:
    near = difflib.get_close_matches(text.id, sorted(ids), 1)
    mend = f"did you mean {near[0]}?" if near else "remove it"
    asks = ", and nothing in config.yml asks for it" if text.id.startswith(BY_CONFIGURATION) else ""
    return _found(text, text.id, text.start, f"no text has this id{asks}: {mend}", grave=False)


def _lost_variant(text: Written, model: Written) -> Iterator[TextFinding]:
    if model.variant is not None and text.variant is None:
        what = f"has no .{FORMAL}, so adults are told what a child is: add `.{FORMAL} = ...` below it, indented"
        yield _found(text, text.id, text.start, what, grave=True)


def _lost_numbers(text: Written, model: Written, house: _House) -> Iterator[TextFinding]:
    """Find numbers of the shipped sentence that are gone; where none of those is in service, any other will do."""
    for part, shipped in _pairs(text, model):
        named, once = _named(part), _named(shipped)
        due = sorted(once & house.numbers - named, key=lambda number: (len(number), number))
        if due:
            yield _found(text, part.name, part.start, f"lost {', '.join(due)}: name each number", grave=True)
        elif once and not named & house.numbers:
            yield _found(text, part.name, part.start, "names no public number: name one that answers", grave=True)


def _named(part: Part) -> set[str]:
    return {number for way in part.ways for _, _, number in numbers_in(way.text)}


def _pairs(text: Written, model: Written) -> Iterator[tuple[Part, Part]]:
    """Pair each sentence with the shipped one it stands for."""
    for part in text.parts:
        same = (shipped for shipped in model.parts if shipped.name == part.name)
        yield part, next(same, model.parts[0])


def _lost_variables(text: Written, model: Written) -> Iterator[TextFinding]:
    for part, shipped in _pairs(text, model):
        lost = sorted(shipped.variables - part.variables)
        if lost:
            yield _found(text, part.name, part.start, f"no longer says {_listed(lost)}: is that meant?", grave=False)


def _strange_variables(text: Written, known: frozenset[str]) -> Iterator[TextFinding]:
    mend = f"it may say {_listed(sorted(known))}" if known else "it takes none"
    for part in text.parts:
        for name in sorted(part.variables - known):
            what = f"{_listed([name])} is not given to this text: {mend}"
            yield _found(text, part.name, part.start, what, grave=True)


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f"{{ ${name} }}" for name in names)


def _unsayable(text: Written, texts: Texts) -> Iterator[TextFinding]:
    """Find what cannot be said whatever it is given: no sentence of its own, a name that leads nowhere."""
    if text.node.value is None:
        what = f"has a .{FORMAL} only: write the sentence itself before it"
        yield _found(text, text.id, text.start, what, grave=True)
        return
    for part in text.parts:
        register = "tu" if part.name == text.id else FORMAL
        try:
            texts.say(text.id, text.language, register, **dict.fromkeys(part.variables, 2))
        except LookupError:
            what = "cannot be said, for something in { } leads nowhere: a variable begins with $"
            yield _found(text, part.name, part.start, what, grave=True)


# -- what the files lack -----------------------------------------------------------------------------------------------


def _twice(shelf: Shelf) -> Iterator[TextFinding]:
    """Find ids that stand twice in one file: the first is silently lost."""
    seen: dict[tuple[str, str], Written] = {}
    for text in shelf.texts:
        first = seen.setdefault((text.file, text.id), text)
        if first is not text:
            line, _ = place_in(first.source, first.start)
            yield _found(text, text.id, text.start, f"stands in line {line} already: keep one of the two", grave=True)


def _missing(shelves: Mapping[str, Shelf], house: _House) -> Iterator[TextFinding]:
    """Find ids that one language has and another lacks, or that config.yml asks for."""
    known = {text.id: text for shelf in shelves.values() for text in shelf.shipped.values() if not text.is_term}
    for language in house.languages:
        for name in sorted((known.keys() | house.configured) - shelves[language].effective.keys()):
            what = f"is missing in {language}: write `{name} = ...` in texts/{language}/"
            grave, other = not name.startswith(DOES_WITHOUT), known.get(name)
            if other is not None:
                yield _found(other, name, other.start, what, grave=grave)
            else:
                yield TextFinding(f"texts/{language}", 1, 1, name, what, grave)
