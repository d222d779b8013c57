"""What the operator's lists may not say: promises, blame, bad advice, numbers nobody put into service.

Pure but for reading the files. Lives here: which fields of which list are sentences somebody reads. Does not live here:
the words (`bot.wordings_fr`, `bot.wordings_en`), Fluent texts (`bot.lint`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.lint import WORDINGS, TextFinding
from bot.wordings import dialled, numbers_in
from handoff import complaint, referral
from handoff.after import DIRECTORY, OFFENCES, PLATFORMS
from handoff.lists import sentences
from handoff.takedown import platforms

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from handoff.lists import Sentence

FIELDS = {
    PLATFORMS: frozenset({"name", "steps", "words"}),
    OFFENCES: frozenset({"name", "note"}),
    DIRECTORY: frozenset({"name", "address"}),
}
"""What is read by somebody, list by list; an article's number, a link or a source is not."""
NAMES = frozenset({"name", "address", "words"})
"""What others call themselves: a promise in it is theirs, a number is still one somebody may call."""


def lint_lists(folder: Path, numbers: Iterable[str]) -> list[TextFinding]:
    """Return everything that is not right with the shipped lists and those beside config.yml, file by file.

    `numbers`: the ids of service.numbers and what is dialled for them. A file that is no YAML is not looked at here.
    """
    known = frozenset(map(dialled, numbers))
    return sorted(
        found
        for name, kind, file in _files(folder)
        for sentence in sentences(file.read_text(encoding="utf-8"), FIELDS[kind])
        for found in _looked_at(name, sentence, known)
    )


def _files(folder: Path) -> Iterator[tuple[str, str, Path]]:
    """Yield every list that counts: how it is called, which kind it is, where it lies."""
    own_offences = folder / OFFENCES
    yield "handoff/platforms.yml", PLATFORMS, platforms.SHIPPED
    if (folder / PLATFORMS).exists():
        yield PLATFORMS, PLATFORMS, folder / PLATFORMS
    if own_offences.exists():
        yield OFFENCES, OFFENCES, own_offences
    else:
        yield "handoff/offences.yml", OFFENCES, complaint.SHIPPED
    for file in sorted(referral.SHIPPED.glob("*.yml")):
        yield f"handoff/directory/{file.name}", DIRECTORY, file
    for file in sorted((folder / DIRECTORY).glob("*.yml")):
        yield f"{DIRECTORY}/{file.name}", DIRECTORY, file


def _looked_at(name: str, sentence: Sentence, known: frozenset[str]) -> Iterator[TextFinding]:
    way = ".".join(map(str, sentence.steps))
    field = str(sentence.steps[1]) if len(sentence.steps) > 1 else ""
    languages = [sentence.language] if sentence.language in WORDINGS else list(WORDINGS)
    if field not in NAMES or sentence.language:
        for wording in (one for language in languages for one in WORDINGS[language]):
            for start, end in wording.places(sentence.text):
                what = f'"{sentence.text[start:end]}" {wording.kind}: {wording.mend}'
                yield TextFinding(name, *sentence.at(start), way, what, grave=True)
    own = frozenset(map(dialled, sentence.numbers))
    for start, end, number in numbers_in(sentence.text):
        if number not in known | own:
            what = f"{sentence.text[start:end]} is not in service.numbers: put it there or leave it out"
            yield TextFinding(name, *sentence.at(start), way, what, grave=True)
