"""A real Rasa server and the built-in reader, on the same plain messages; then the server is killed.

The server is trained here on three writers' files, as they are, in half a minute; HAVRE_RASA_MODEL names a model of the
whole corpus instead (`make rasa-train`). Its environment is its own: `make rasa-install`.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pytest

from nlu.rasa import Rasa
from nlu.reader import BuiltIn
from nlu.reading import Intent
from tests.ports import free_port

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator

    from nlu.reader import Reader

pytestmark = pytest.mark.peer

ROOT = Path(__file__).resolve().parents[2]
PYTHON = ROOT / ".venv-rasa" / "bin" / "python"
WRITERS = ("w07_fr_intents", "w13_short", "w20_en_asks")
LOG = "log"
PATIENCE = 240.0
"""Seconds a training or a start may take on a busy machine."""

ALONE = {
    "RASA_TELEMETRY_ENABLED": "false",
    "RASA_MAX_CACHE_SIZE": "0",
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
}

SUITE = {
    "je voudrais parler à un humain": Intent.ask_human,
    "can i talk to a real person": Intent.ask_human,
    "vous pouvez m'appeler ?": Intent.ask_call,
    "can you call me please": Intent.ask_call,
    "est-ce que mes parents vont être prévenus ?": Intent.ask_confidentiality,
    "is this anonymous?": Intent.ask_confidentiality,
    "effacez tout ce que j'ai écrit ici": Intent.ask_erase,
    "please delete everything i told you": Intent.ask_erase,
    "comment je fais supprimer cette vidéo de tiktok": Intent.ask_takedown,
    "can you get this account taken down": Intent.ask_takedown,
    "comment porter plainte": Intent.ask_complaint,
    "should i go to the police": Intent.ask_complaint,
    "vous servez à quoi ?": Intent.ask_help,
    "what can you do for me": Intent.ask_help,
    "j'ai des captures d'écran à vous montrer": Intent.send_evidence,
    "i have screenshots, where do i send them": Intent.send_evidence,
    "bonjour": Intent.greet,
    "hi there": Intent.greet,
    "merci beaucoup": Intent.thanks,
    "thank you so much": Intent.thanks,
    "au revoir": Intent.goodbye,
    "ok bye": Intent.goodbye,
    "oui": Intent.affirm,
    "yes": Intent.affirm,
    "non": Intent.deny,
    "no": Intent.deny,
    "je sais pas": Intent.unsure,
    "not sure": Intent.unsure,
    "je dois partir ma mère arrive": Intent.quit,
    "someone is coming i have to go": Intent.quit,
    "ils m'insultent tous les jours sur snap": Intent.report,
    "they keep posting mean things about me": Intent.report,
}
RIGHT, ALIKE = 0.9, 0.85
"""The shares of the suite that each engine gets right, and that both read alike, at least; today both are 1."""


@dataclass(frozen=True)
class Server:
    """One Rasa server that this test started, in a folder of its own with all it said."""

    process: subprocess.Popen[bytes]
    url: str
    folder: Path

    def log(self) -> str:
        return (self.folder / LOG).read_text(encoding="utf-8", errors="replace")

    def wait(self) -> None:
        """Wait until it has a model to answer with; it tells nobody by itself."""
        deadline = time.monotonic() + PATIENCE
        with httpx.Client(trust_env=False, timeout=10) as client:
            while time.monotonic() < deadline:
                assert self.process.poll() is None, self.log()
                with contextlib.suppress(httpx.TransportError):
                    if client.get(f"{self.url}/status").is_success:
                        return
                time.sleep(0.1)
        raise AssertionError(self.log())

    def kill(self) -> None:
        """End it at once, and whatever it started."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


def _rasa(folder: Path, *arguments: str) -> subprocess.Popen[bytes]:
    with (folder / LOG).open("wb") as log:
        return subprocess.Popen(  # noqa: S603 - a Rasa that was installed by its hashes, and our own arguments
            [PYTHON, "-m", "rasa", *arguments],
            cwd=folder,
            env=os.environ | ALONE,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model: the one named, or one of three writers' messages with the pipeline that `make rasa` trains."""
    if not PYTHON.exists():
        if os.environ.get("HAVRE_PEERS") == "required":
            pytest.fail("no Rasa here: make rasa-install")
        pytest.skip("no Rasa here: make rasa-install")
    if named := os.environ.get("HAVRE_RASA_MODEL"):
        return Path(named).resolve()
    folder = tmp_path_factory.mktemp("rasa")
    (folder / "corpus").mkdir()
    for writer in WRITERS:
        shutil.copy(ROOT / "nlu" / "corpus" / f"{writer}.yml", folder / "corpus")
    shutil.copy(ROOT / "nlu" / "rasa" / "config-lr.yml", folder / "config.yml")
    training = _rasa(
        folder, "train", "nlu", "--nlu", "corpus", "--config", "config.yml", "--out", ".", "--fixed-model-name", "slice"
    )
    try:
        assert training.wait(PATIENCE) == 0, (folder / LOG).read_text(encoding="utf-8", errors="replace")
    finally:
        training.kill()
        training.wait()
    return folder / "slice.tar.gz"


@pytest.fixture(scope="module")
def start(model: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[], Server]]:
    """What starts a server; all that were started are gone at the end."""
    servers: list[Server] = []

    def starting() -> Server:
        port, folder = free_port(), tmp_path_factory.mktemp("served")
        address = ("--interface", "127.0.0.1", "--port", str(port))
        process = _rasa(folder, "run", "--enable-api", *address, "--model", str(model))
        servers.append(Server(process, f"http://127.0.0.1:{port}", folder))
        servers[-1].wait()
        return servers[-1]

    yield starting
    for server in servers:
        server.kill()


@pytest.fixture(scope="module")
def server(start: Callable[[], Server]) -> Server:
    return start()


@pytest.fixture
async def rasa(server: Server) -> AsyncIterator[Rasa]:
    """The reader that asks the server; here it may take its time, for it is read, not raced."""
    asking = Rasa(BuiltIn(), server.url, seconds=20)
    yield asking
    await asking.close()


@pytest.fixture(params=["built-in", "rasa"])
def engine(request: pytest.FixtureRequest) -> Reader:
    return BuiltIn() if request.param == "built-in" else request.getfixturevalue("rasa")


async def test_either_engine_understands_plain_words_in_both_languages(engine: Reader) -> None:
    read = {text: (await engine.read(text)).intent for text in SUITE}
    wrong = {text: intent for text, intent in read.items() if intent is not SUITE[text]}
    assert 1 - len(wrong) / len(SUITE) >= RIGHT, wrong


async def test_the_server_tells_every_intent_and_mostly_the_same_as_the_built_in_reader(rasa: Rasa) -> None:
    own = BuiltIn()
    apart = [text for text in SUITE if (await rasa.read(text)).intent is not own.read_now(text).intent]
    assert rasa.told == rasa.messages == len(SUITE)
    assert 1 - len(apart) / len(SUITE) >= ALIKE, apart


async def test_what_must_not_be_missed_does_not_depend_on_the_engine(rasa: Rasa) -> None:
    for text in ("je veux mourir", "il est devant chez moi avec un couteau", "if i dont pay he sends my nudes"):
        reading, own = await rasa.read(text), BuiltIn().read_now(text)
        assert (reading.signals, reading.type, reading.entities) == (own.signals, own.type, own.entities)
        assert own.seen()
    assert rasa.told == rasa.messages


@pytest.mark.parametrize("text", ["", "/ask_human", "/wisteria{", "🙏🙏", "\ud800 wisteria", "wisteria " * 400, "!!!"])
async def test_nothing_anyone_can_type_upsets_the_server_or_reaches_its_log(
    rasa: Rasa, server: Server, text: str
) -> None:
    await rasa.read(text)
    assert (await rasa.read("merci beaucoup")).intent is Intent.thanks
    assert rasa.told >= 1
    assert "wisteria" not in server.log()


async def test_a_server_that_is_killed_is_missed_by_nobody(start: Callable[[], Server]) -> None:
    server, own = start(), BuiltIn()
    rasa = Rasa(own, server.url, seconds=20)
    await rasa.read("merci beaucoup")
    assert rasa.told == 1
    server.kill()
    for text in SUITE:
        assert await rasa.read(text) == own.read_now(text)
    assert rasa.told == 1
    await rasa.close()
