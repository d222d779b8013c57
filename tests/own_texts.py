"""An operator's own texts beside config.yml, and what the lint finds in them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.lint import TextFinding, configured_ids, lint
from bot.settings import read_settings
from bot.texts import Texts

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

SETTINGS = read_settings(Path(__file__).resolve().parents[1] / "config.yml", {})
NUMBERS = tuple(SETTINGS.service.numbers)
QUESTIONS = {question.id: question.choices for question in SETTINGS.intake.questions}
SHIPPED_IDS = configured_ids(QUESTIONS, (), NUMBERS)


def own_texts(folder: Path, **by_language: str) -> Texts:
    """Write `fr=` and `en=` as files of the operator's own, and read all texts."""
    for language, source in by_language.items():
        (folder / "texts" / language).mkdir(parents=True, exist_ok=True)
        (folder / "texts" / language / "own.ftl").write_text(source, encoding="utf-8")
    return Texts(folder / "texts")


def found_in(
    folder: Path, *, numbers: Iterable[str] = NUMBERS, configured: Iterable[str] = (), **more: Any
) -> list[TextFinding]:
    """Lint an operator's own texts (`fr=`, `en=`) as the shipped configuration would; return what is theirs to mend."""
    by_language = {language: more.pop(language) for language in ("fr", "en") if language in more}
    texts = own_texts(folder, **by_language)
    found = lint(texts, numbers, configured={*SHIPPED_IDS, *configured}, **more)
    return [one for one in found if one.file.startswith("texts/")]


def whats_of(found: Sequence[TextFinding], name: str) -> list[str]:
    return [one.what for one in found if one.id == name]


def judged(folder: Path, sentences: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """Say each sentence as a question of the operator's own, and return what is found in it; one lint for all."""
    ids = {
        f"question-{language}-{place}": sentence
        for language, all_of_it in sentences.items()
        for place, sentence in enumerate(all_of_it)
    }
    sources = {
        language: "".join(f"{name} = {sentence}\n" for name, sentence in ids.items() if name.split("-")[1] == language)
        for language in sentences
    }
    found = found_in(folder, configured=ids, **sources)
    return {
        sentence: [one.what for one in found if one.id == name and "is missing" not in one.what]
        for name, sentence in ids.items()
    }


def every(table: Mapping[str, Sequence[str]]) -> list[str]:
    """Return the sentences of all languages."""
    return [sentence for sentences in table.values() for sentence in sentences]
