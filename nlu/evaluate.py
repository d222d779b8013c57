"""What the reader is worth on messages of writers it never saw: `make evaluate` writes `bench/understanding.md`.

The final figure comes from two writers held out whole; what is shown word for word comes from training writers alone,
each read by a model that never saw their messages. Does not live here: the counting (`nlu.measure`), thresholds.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import string
import subprocess
import sys
import time
from io import BytesIO
from typing import TYPE_CHECKING

import numpy as np

from nlu import beside, measure, net, train
from nlu.classifier import GRAVEST, HARMLESS, HEADS, INTENTS, SIGNAL_HEADS, TYPES, Classifier
from nlu.labelled import read_corpus
from nlu.measure import Judged
from nlu.reader import BuiltIn
from nlu.reading import Intent

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from nlu.labelled import Message

NOTE = train.HERE.parent / "bench" / "understanding.md"
METRICS = train.HERE / "model" / "metrics.json"
GUIDE = train.CORPUS / "LABELS.md"

SURE = 0.5
"""From this confidence on an intent is acted on (`bot.wants`); below, the three likeliest are offered."""

ACCEPTED = 0.8
"""The share of messages whose intents the bar for accepted answers is about."""

TOLERANCE = 0.02
"""So far another machine's arithmetic may move a figure."""

HANDS = 4
CURVE = (4, 8, 16, 24, 32, 40, 50)
SHOWN = 25
READ_BEFORE = 4000
NONSENSE = 400


def guide() -> str:
    """Return the version of the label guide."""
    found = re.search(r"^Version: (\d+)", GUIDE.read_text(encoding="utf-8"), re.MULTILINE)
    return found[1] if found else "?"


def judge(reader: BuiltIn, messages: Sequence[Message]) -> list[Judged]:
    """Read every message as if nothing were known of the conversation."""
    return [Judged(message, reader.read_now(message.text)) for message in messages]


def final(held: Sequence[Message]) -> list[Message]:
    """Return the held-out messages on which nothing was set."""
    return [message for message in held if message.writer not in train.FOR_THRESHOLDS]


def sure_for(judged: Sequence[Judged]) -> float:
    """Return the confidence at which the share of `ACCEPTED` is reached."""
    return float(np.quantile([one.reading.confidence for one in judged], 1 - ACCEPTED))


def figures(reader: BuiltIn, held: Sequence[Message]) -> dict[str, dict[str, float]]:
    """Return every bar's figure on the writers for thresholds and on the final ones."""
    told = {}
    for name, messages in (("thresholds", train.for_thresholds(held)), ("final", final(held))):
        judged = judge(reader, messages)
        told[name] = {bar.name: round(bar.share.value, 4) for bar in measure.bars(judged, sure_for(judged))}
    return told


def nonsense() -> list[str]:
    """Return messages that mean nothing: what a cat or a bored hand types. The same ones each time."""
    chance = random.Random(train.SEED)  # noqa: S311 - chance for a measurement
    rows = ("azertyuiop", "qsdfghjklm", "asdfghjkl", string.ascii_lowercase, string.digits, "?!;:,.")
    return [
        " ".join(
            "".join(chance.choices(chance.choice(rows), k=chance.randint(1, 9))) for _ in range(chance.randint(1, 5))
        )
        for _ in range(NONSENSE)
    ]


def rejected(reader: BuiltIn, texts: Sequence[str]) -> measure.Share:
    """Count the messages off the matter that are taken for that, or for nothing sure."""
    read = [reader.read_now(text) for text in texts]
    return measure.Share(sum(one.intent is Intent.other or one.confidence < SURE for one in read), len(read))


def left_out(messages: Sequence[Message], hands: int = HANDS) -> NDArray[np.float32]:
    """Score every message by a net that never saw its writer; writers are dealt into so many hands."""
    writers = sorted({message.writer for message in messages})
    dealt = np.array([writers.index(message.writer) % hands for message in messages])
    scores = np.zeros((len(messages), HEADS), dtype=np.float32)
    for hand in range(hands):
        taught = [message for message, place in zip(messages, dealt, strict=True) if place != hand]
        asked = [message for message, place in zip(messages, dealt, strict=True) if place == hand]
        scores[dealt == hand] = scored(taught, asked)
    return scores


def scored(taught: Sequence[Message], asked: Sequence[Message]) -> NDArray[np.float32]:
    """Train one net on some messages and score others."""
    blocks = [train.read_features(message.text) for message in taught]
    vocabulary = train.learn_vocabulary(blocks)
    fitted = net.fit(train.matrix(blocks, vocabulary), train.targets(taught), train.CHOICES, train.WIDTH, train.SEED)
    return fitted.scores(train.matrix([train.read_features(message.text) for message in asked], vocabulary))


def lead(scores: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return how much likelier critical is than harmless, message by message."""
    heads = {head: scores[:, place - len(SIGNAL_HEADS)] for place, head in enumerate(SIGNAL_HEADS)}
    return np.asarray(np.max([heads["critical"], *(heads[one] for one in GRAVEST)], axis=0) - heads[HARMLESS])


def in_short(scores: NDArray[np.float32], messages: Sequence[Message]) -> tuple[str, str, str]:
    """Return the shares of critical caught where a tenth of the harmless is asked, types right and intents right."""
    harmless = np.array([message.is_harmless for message in messages])
    critical = np.array([message.is_critical for message in messages])
    caught = lead(scores)[critical] >= np.quantile(lead(scores)[harmless], 0.9)
    kinds = scores[:, len(INTENTS) : len(INTENTS) + len(TYPES)].argmax(axis=1)
    types = np.array([TYPES[place] is message.type for place, message in zip(kinds, messages, strict=True)])
    intents = scores[:, : len(INTENTS)].argmax(axis=1)
    meant = np.array([INTENTS[place] is message.intent for place, message in zip(intents, messages, strict=True)])
    return f"{caught.mean():.1%}", f"{types.mean():.1%}", f"{meant.mean():.1%}"


def curve(messages: Sequence[Message], held: Sequence[Message]) -> list[str]:
    """Return what one net is worth on the writers for thresholds, by how many writers taught it."""
    writers = sorted({message.writer for message in messages})
    random.Random(train.SEED).shuffle(writers)  # noqa: S311 - chance for a measurement
    asked = train.for_thresholds(held)
    rows = []
    for count in CURVE:
        taught = [message for message in messages if message.writer in writers[:count]]
        rows.append((count, len(taught), *in_short(scored(taught, asked), asked)))
    return measure.table(["writers", "messages", "critical caught at 10 % asked", "type right", "intent right"], rows)


def by_left_out(messages: Sequence[Message], scores: NDArray[np.float32]) -> list[str]:
    """Return the same of every training writer, read by a net that saw none of theirs."""
    rows = []
    for writer in sorted({message.writer for message in messages}):
        theirs = np.array([message.writer == writer for message in messages])
        chosen = [message for message in messages if message.writer == writer]
        if any(one.is_harmless for one in chosen) and any(one.is_critical for one in chosen):
            rows.append((writer, len(chosen), *in_short(scores[theirs], chosen)))
    return measure.table(["left out", "messages", "critical caught at 10 % asked", "type right", "intent right"], rows)


def worst(messages: Sequence[Message], scores: NDArray[np.float32]) -> list[str]:
    """Return the critical messages of training writers that look most harmless."""
    leads = lead(scores)
    missed = sorted((one for one in range(len(messages)) if messages[one].is_critical), key=lambda one: leads[one])
    return measure.table(
        ["writer", "lead", "message"],
        [(messages[one].writer, f"{leads[one]:.1f}", " ".join(messages[one].text.split())) for one in missed[:SHOWN]],
    )


def speed(reader: BuiltIn, messages: Sequence[Message]) -> list[str]:
    """Return how long a reading takes, how soon the reader is ready, and what it weighs."""
    taken = []
    for message in messages[:: -(-len(messages) // READ_BEFORE)]:
        reader.read_now(message.text)  # the words a busy reader has met before are remembered
    worked = time.process_time()
    for message in train.for_thresholds(read_corpus(train.HELD_OUT)):
        start = time.perf_counter()
        reader.read_now(message.text)
        taken.append(time.perf_counter() - start)
    worked = time.process_time() - worked
    code = (
        "import re, time, numpy; status = lambda: open('/proc/self/status').read();"
        r"rss = lambda: int(re.search(r'VmRSS:\s+(\d+)', status())[1]); before = rss();"
        "start = time.perf_counter(); from nlu.reader import BuiltIn; BuiltIn().read_now('je veux mourir');"
        "print(time.perf_counter() - start, rss() - before)"
    )
    told = subprocess.run(  # noqa: S603 - our own interpreter and code
        [sys.executable, "-c", code], cwd=train.HERE.parent, capture_output=True, text=True, check=True
    )
    seconds, kilobytes = (float(one) for one in told.stdout.split())
    rows = [
        ("one message, half of them within", f"{np.quantile(taken, 0.5) * 1000:.2f} ms", ""),
        ("one message, p99", f"{np.quantile(taken, 0.99) * 1000:.2f} ms", "<= 1.5 ms"),
        ("messages a second of one core's time", f"{len(taken) / worked:.0f}", ">= 2 500"),
        ("ready after", f"{seconds:.2f} s", "<= 0.5 s"),
        ("memory added", f"{kilobytes / 1024:.0f} MB", "<= 80 MB"),
        ("model file", f"{train.MODEL.stat().st_size / 1e6:.1f} MB", "< 8 MB"),
    ]
    return measure.table(["", "measured", "bar"], rows)


def engines(reader: BuiltIn, taught: Sequence[Message], held: Sequence[Message], rasa: str) -> list[str]:
    """Return the final writers' bars of every engine: ours, its halves, a linear model, a Rasa server at `rasa`."""
    messages = final(held)
    columns = {
        "built-in": judge(reader, messages),
        "its model alone": judge(reader.without_rules(), messages),
        "its rules alone": beside.by_rules(reader, messages),
        "linear model": beside.by_linear(taught, train.for_thresholds(held), messages),
    }
    if rasa:
        columns["Rasa 3.6 (intents alone are its own)"] = beside.by_rasa(reader, rasa, messages)
    told = [measure.bars(judged, sure_for(judged)) for judged in columns.values()]
    rows = [(bars[0].name, *(f"{bar.share.value:.1%}" for bar in bars)) for bars in zip(*told, strict=True)]
    return measure.table(["", *columns], rows)


def held_out_sections(reader: BuiltIn, held: Sequence[Message]) -> list[str]:
    """Return what the held-out writers tell."""
    last, first = judge(reader, final(held)), judge(reader, train.for_thresholds(held))
    odd = [one.message.text for one in last if one.message.intent is Intent.other]
    lines = ["## The final figure", *_who(last), *measure.bars_table(last, sure_for(last)), ""]
    lines += [f"Nonsense rejected (bar >= 95 %): {rejected(reader, nonsense())} of random typing,"]
    lines += [f"{rejected(reader, odd)} of what these writers wrote off the matter.", ""]
    lines += [
        f"An intent is acted on from a confidence of {SURE}; the bar for accepted ones is measured where 80 % are."
    ]
    lines += [
        f"Among the three likeliest: {_among_likely(last)}.",
        "",
        "### On whom the thresholds were set",
        *_who(first),
    ]
    lines += [*measure.bars_table(first, sure_for(first)), "", "## Severity", *measure.confusion(last), ""]
    lines += ["## By signal", *measure.by_signal(last), "", "## By type"]
    lines += [*measure.by_name(last, _type_meant, _type_read), "", *measure.mistaken(last, _type_meant, _type_read), ""]
    lines += ["## By intent", *measure.by_name(last, _intent_meant, _intent_read), ""]
    lines += [*measure.mistaken(last, _intent_meant, _intent_read), "", "## By language and writer (all held out)"]
    lines += [*measure.by_group([*first, *last], lambda one: one.message.language), ""]
    lines += [*measure.by_group([*first, *last], lambda one: one.message.writer), "", "## Calibration of the intent"]
    lines += [*measure.calibration(last), "", "## Coverage against precision", *measure.coverage(last), ""]
    return lines


def _who(judged: Sequence[Judged]) -> list[str]:
    writers = ", ".join(sorted({one.message.writer for one in judged}))
    return [f"{len(judged)} messages of {writers}; label guide version {guide()}.", ""]


def _among_likely(judged: Sequence[Judged]) -> measure.Share:
    return measure.Share(sum(one.message.intent in one.reading.likely for one in judged), len(judged))


def _type_meant(one: Judged) -> str:
    return one.message.type.value


def _type_read(one: Judged) -> str:
    return one.reading.type.value


def _intent_meant(one: Judged) -> str:
    return one.message.intent.value


def _intent_read(one: Judged) -> str:
    return one.reading.intent.value


def write_note(reader: BuiltIn, messages: Sequence[Message], held: Sequence[Message], rasa: str) -> None:
    """Measure everything and write the note."""
    writers, others = (len({message.writer for message in found}) for found in (messages, held))
    scores = left_out(messages)
    lines = [
        "# What the reader understands",
        f"Written by `make evaluate`. Label guide version {guide()} (`nlu/corpus/LABELS.md`).",
        f"The model learned from {len(messages)} messages of {writers} writers; {others} more are held out whole.",
        "How it works, and what was tried: `docs/understanding.md`.",
        "",
        *held_out_sections(reader, held),
        "## Side by side",
        *engines(reader, messages, held, rasa),
        "",
        "## By how many writers taught it",
        "One net of the model's kind, on the writers for thresholds.",
        "",
        *curve(messages, held),
        "",
        "## Training writers, each left out",
        f"Dealt into {HANDS} hands, one net each. Several of them wrote look-alikes on purpose: harder than life.",
        "",
        *by_left_out(messages, scores),
        "",
        "### Critical messages that look most harmless",
        "Of training writers alone, read by a net that saw none of theirs. All is fiction.",
        "",
        *worst(messages, scores),
        "",
        "## Speed",
        f"Of a reader that has read some {READ_BEFORE} messages of other writers before.",
        "",
        *speed(reader, messages),
    ]
    NOTE.write_text("\n".join(lines) + "\n", encoding="utf-8")


def rebuilt(messages: Sequence[Message], held: Sequence[Message], reader: BuiltIn) -> BuiltIn:
    """Return the reader with a model trained anew."""
    stream = BytesIO()
    np.savez(stream, allow_pickle=False, **train.build(messages, train.for_thresholds(held), ""))
    stream.seek(0)
    return reader.with_classifier(Classifier.read(stream))


def strayed(one: dict[str, dict[str, float]], other: dict[str, dict[str, float]]) -> list[str]:
    """Return the figures that differ by more than the tolerance, or stand on one side only."""
    told = [
        {f"{group}: {name}": value for group, bars in side.items() for name, value in bars.items()}
        for side in (one, other)
    ]
    return sorted(
        name for name in told[0].keys() | told[1].keys() if abs(told[0].get(name, 9) - told[1].get(name, 9)) > TOLERANCE
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the note and the figures, or with `--check` train anew and compare with the committed figures."""
    parser = argparse.ArgumentParser(prog="python -m nlu.evaluate", description=main.__doc__)
    parser.add_argument("--check", action="store_true", help="train anew: are the committed figures reached?")
    parser.add_argument("--rasa", default="", metavar="URL", help="also ask this Rasa server (`make rasa`)")
    wanted = parser.parse_args(arguments)
    reader, held, messages = BuiltIn(), read_corpus(train.HELD_OUT), read_corpus(train.CORPUS)
    if wanted.check:
        committed = json.loads(METRICS.read_text(encoding="utf-8"))
        far = strayed(figures(rebuilt(messages, held, reader), held), committed["figures"])
        sys.stdout.write("".join(f"strays: {name}\n" for name in far) or "trained anew, the figures are the same\n")
        return 1 if far else 0
    told = {"guide": guide(), "source": train.source(messages), "figures": figures(reader, held)}
    METRICS.write_text(json.dumps(told, indent=2) + "\n", encoding="utf-8")
    write_note(reader, messages, held, wanted.rasa)
    sys.stdout.write(json.dumps(told["figures"], indent=2) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
