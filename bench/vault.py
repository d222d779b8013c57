"""The vault measured beside age, pyrage and gpg in one run: `python -m bench.vault [--size 1024] [--rounds 9]`.

Sealing is measured in pairs: in each round every program seals the same file from memory to memory (/dev/shm), one
after the other; what counts is the median of the rounds' ratios of MiB per second of CPU. Ours hashes with SHA-256 as
well and writes through the vault's own store of files; theirs hash nothing, but for the row that says so. `no hash`
leaves the hash out: the difference is what evidence costs. `bare loop` reads, hashes, seals and writes with nothing
around it: no faster is possible here, as SHA-256 over the whole runs on one core only. Programs that are not there are
left out.
"""

from __future__ import annotations

import argparse
import asyncio
import hashlib
import importlib.util
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cryptography.cobblestone import Cobblestone256Encryptor

from vault.blobs import FileBlobs
from vault.custody import Act, genesis, verify, write
from vault.database import Database, connect
from vault.evidence import Evidence
from vault.keys import HouseKeys, Pair, load_keys
from vault.migrations import upgrade
from vault.settings import QuotaSettings
from vault.shreds import Shreds
from vault.streams import Inflow
from vault.team import Team, now_utc
from vault.verifying import verify_package

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

MIB = 1 << 20
MEMORY = Path("/dev/shm")  # noqa: S108 - a folder of our own in it, so that no disk is measured
PHRASE = "tilleul-canoe-bougie-radis-phare"
AGE_KEY = "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p"


# -- one program seals one file: seconds of CPU, MiB of memory added ---------------------------------------------------


def by_age(clear: Path, folder: Path) -> tuple[float, float]:
    """Seal with age, to one recipient."""
    return _measured(["age", "-r", AGE_KEY, "-o", str(folder / "age"), str(clear)]), 0.0


def by_age_with_hash(clear: Path, folder: Path) -> tuple[float, float]:
    """Do with age what the vault does: seal, and take the SHA-256 (by openssl, which is the fastest here)."""
    return by_age(clear, folder)[0] + _measured(["openssl", "dgst", "-sha256", str(clear)]), 0.0


def by_gpg(clear: Path, folder: Path) -> tuple[float, float]:
    """Seal with gpg, by a passphrase, uncompressed."""
    command = ["gpg", "--homedir", str(folder), "--batch", "--pinentry-mode", "loopback", "--passphrase", "x", "-c"]
    command += ["--cipher-algo", "AES256", "-z0", "--yes", "-o", str(folder / "gpg"), str(clear)]
    return _measured(command), 0.0


def in_child(what: str) -> Callable[[Path, Path], tuple[float, float]]:
    """Return what seals in a process of its own: the interpreter and its imports are not counted."""

    def seal(clear: Path, folder: Path) -> tuple[float, float]:
        command = [sys.executable, "-m", "bench.vault", f"--child={what}", str(clear), str(folder)]
        told = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
        return float(told[-2]), float(told[-1])

    return seal


def _measured(command: list[str]) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def child(what: str, clear: Path, folder: Path) -> None:
    """Seal one file, and print what it took."""
    if what == "bare":
        began = time.process_time()
        _bare(clear, folder / "bare")
        print(time.process_time() - began, 0)
        return
    if what != "pyrage":
        asyncio.run(_seal(clear, folder, hashed=what == "seal"))
        return
    import pyrage  # noqa: PLC0415 - only in this child

    recipient = pyrage.x25519.Recipient.from_str(AGE_KEY)
    began = time.process_time()
    pyrage.encrypt_file(str(clear), str(folder / "pyrage"), [recipient])
    print(time.process_time() - began, 0)


def _bare(clear: Path, sealed: Path) -> None:
    batch = memoryview(bytearray(MIB))
    into = memoryview(bytearray(MIB + (MIB >> 8)))
    encryptor, digest = Cobblestone256Encryptor(bytes(32), b"bench"), hashlib.sha256()
    with clear.open("rb", buffering=0) as source, sealed.open("wb", buffering=0) as target:
        while size := source.readinto(batch):
            digest.update(batch[:size])
            target.write(into[: encryptor.update_into(batch[:size], into)])
        target.write(encryptor.finalize())


class _NoHash:
    def update(self, _piece: bytes) -> None:
        """Hash nothing."""


async def _seal(clear: Path, folder: Path, *, hashed: bool) -> None:
    blobs, inflow = FileBlobs(folder / "blobs"), Inflow(bytes(32), b"bench", 1 << 40)
    if not hashed:
        inflow._hash = _NoHash()  # noqa: SLF001 - to see what hashing costs
    before, began = _peak(), time.process_time()
    await blobs.put(os.urandom(16).hex(), inflow.sealed(_chunks(clear)))
    took = time.process_time() - began
    print(took, _peak() - before)


def _peak() -> float:
    """Return the most MiB this process ever held; getrusage would tell its parent's."""
    status = Path("/proc/self/status").read_text("ascii")
    return int(status.split("VmHWM:")[1].split()[0]) / 1024


async def _chunks(path: Path) -> AsyncIterator[bytes]:
    with path.open("rb") as file:  # in pieces as a network would bring it
        while chunk := file.read(1 << 16):
            yield chunk


def sealing(size: int, rounds: int) -> None:
    """Compare sealing, in paired rounds."""
    programs = {"vault": in_child("seal"), "vault, no hash": in_child("unhashed"), "bare loop": in_child("bare")}
    peers = (("age", by_age), ("age, and openssl's SHA-256", by_age_with_hash), ("gpg", by_gpg))
    programs |= {name: seal for name, seal in peers if shutil.which(name.partition(",")[0])}
    if importlib.util.find_spec("pyrage"):
        programs["pyrage"] = in_child("pyrage")
    speeds: dict[str, list[float]] = {name: [] for name in programs}
    memory = 0.0
    with tempfile.TemporaryDirectory(dir=MEMORY) as place:
        clear = _file_of(size, Path(place))
        for _ in range(rounds):
            for name, program in programs.items():
                with tempfile.TemporaryDirectory(dir=MEMORY) as folder:
                    seconds, added = program(clear, Path(folder))
                speeds[name].append(size / seconds)
                memory = max(memory, added)
    for name, found in speeds.items():
        ratio = statistics.median(one / other for one, other in zip(speeds["vault"], found, strict=True))
        bar = ">= 1.15" if name in {"age", "pyrage"} else ""
        _told(f"seal {size} MiB, {name}", f"{statistics.median(found):.0f} MiB/s CPU", f"vault x {ratio:.2f}", bar)
    _told("memory added while sealing", f"{memory:.1f} MiB", "", "<= 32 MB")


def _file_of(size: int, folder: Path) -> Path:
    path, block = folder / "clear", os.urandom(MIB)
    with path.open("wb") as file:
        for number in range(size):
            file.write(number.to_bytes(4, "big") + block[4:])
    return path


# -- the vault's own times ---------------------------------------------------------------------------------------------


@dataclass
class Site:
    """A vault on a disk, with the real cost of a phrase, and the seeds of one supervisor."""

    folder: Path
    database: Database
    keys: HouseKeys
    evidence: Evidence
    seeds: dict[int, bytes]
    vault_id: str = ""

    async def fresh(self) -> None:
        """Open a new vault."""
        async with self.database.transaction() as tx:
            self.vault_id = await self.evidence.open_vault(tx, None)

    async def keep(self, content: bytes, *, share: bool = False) -> str:
        """Keep one item."""
        told: dict[str, Any] = {"name": "a.png", "declared": "image/png", "actor": "owner", "source": "web"}
        kept = await self.evidence.keep(self.vault_id, _split(content), limit=1 << 40, share_with_team=share, **told)
        return kept.item_id


async def times(folder: Path) -> None:
    """Measure the vault's acts."""
    database, keys = connect(f"sqlite+aiosqlite:///{folder / 'bench.db'}"), load_keys(folder / "keys")
    await upgrade(database)
    shreds, team = Shreds(folder / "shreds.db"), Team(keys.service)
    wide = QuotaSettings(items=10**6, bytes=10**12, items_per_hour=10**6, bytes_per_hour=10**12)
    evidence = Evidence(database, FileBlobs(folder / "evidence"), shreds, keys, team, quota=wide)
    pair = Pair.new()
    async with database.transaction() as tx:
        await team.enrol(tx, "ada", pair.public, None)
        seeds = await team.unlock(tx, "ada", pair.seed)
    site = Site(folder, database, keys, evidence, seeds)
    for measure in (appends, phrases, custody, package, stalls):
        await site.fresh()
        await measure(site)
    shreds.close()
    await database.close()


async def appends(site: Site) -> None:
    """Measure an append beside the least this disk asks for: one file forced to it with its folder."""
    for name, size, bar in (("4 KiB", 4096, 5), ("5 MiB", 5 * MIB, 30)):
        content = os.urandom(size)
        least = await _median(lambda content=content: asyncio.to_thread(_forced, site.folder, content), 41)
        took = await _median(lambda content=content: site.keep(content), 41)
        ratio = f"x {took / least:.1f} one file forced ({least:.1f} ms)"
        _told(f"durable append p50, {name}", f"{took:.1f} ms", ratio, f"<= {bar} ms")


def _forced(folder: Path, content: bytes) -> None:
    with (folder / os.urandom(8).hex()).open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    descriptor = os.open(folder, os.O_RDONLY)
    os.fsync(descriptor)
    os.close(descriptor)


async def phrases(site: Site) -> None:
    """Measure unlocking, and sharing one item of a closed vault."""
    item = await site.keep(os.urandom(4096))
    await site.evidence.choose_phrase(site.vault_id, PHRASE)
    took = await _median(lambda: site.evidence.unlock(site.vault_id, PHRASE), 7)
    _told("unlock", f"{took:.0f} ms", f"GlobaLeaks (its KDF, research) x {3750 / took:.0f}", "<= 300 ms")
    unlocked, spent = await site.evidence.unlock(site.vault_id, PHRASE), []
    for number in range(41):
        async with site.database.transaction() as tx:
            began = time.perf_counter()
            await site.evidence.consent(tx, site.vault_id, number % 2 == 0, unlocked, only=[item])
            spent.append((time.perf_counter() - began) * 1e3)
    _told("share one item", f"{statistics.median(spent[::2]):.1f} ms", "0 bytes of data rewritten", "<= 2 ms")


async def custody(site: Site) -> None:
    """Measure checking a long chain."""
    entries, after = [], (0, genesis("v"))
    for number in range(10_000):
        item = f"{number:032x}"
        entry, head = write("v", after, site.keys.signing, at=now_utc(), actor="owner", act=Act.KEPT, item=item)
        entries.append(entry)
        after = (entry.n, head)
    began = time.perf_counter()
    assert verify(entries, site.keys.signers, after[1]) is None
    _told("10 000 custody entries verified", f"{time.perf_counter() - began:.2f} s", "", "<= 2 s")


async def package(site: Site) -> None:
    """Measure a package of 30 items, written and verified."""
    for _ in range(30):
        await site.keep(os.urandom(300_000), share=True)
    began, path = time.perf_counter(), site.folder / "package.zip"
    with path.open("wb") as file:
        async for chunk in await site.evidence.packing.for_team(site.vault_id, site.seeds, "ada"):
            file.write(chunk)
    verdict = verify_package(path)
    assert (verdict.flaw, verdict.pieces) == (None, 30)
    _told("package of 30 items, written and verified", f"{time.perf_counter() - began:.2f} s", "", "<= 3 s")


async def stalls(site: Site) -> None:
    """Measure how late the loop is while 128 MiB are sealed, and while nothing is."""
    quiet = await _lateness(asyncio.sleep(1))
    busy = await _lateness(site.keep(os.urandom(128 * MIB)))
    idle = f"idle {quiet[0]:.1f} / {quiet[1]:.1f} ms"
    _told("loop late while sealing, p99 / worst", f"{busy[0]:.1f} / {busy[1]:.1f} ms", idle, "<= 5 ms")


async def _median(work: Callable[[], Awaitable[object]], times: int) -> float:
    spent = []
    for _ in range(times):
        began = time.perf_counter()
        await work()
        spent.append((time.perf_counter() - began) * 1e3)
    return statistics.median(spent)


async def _split(content: bytes) -> AsyncIterator[bytes]:
    for start in range(0, len(content), 1 << 16):
        yield content[start : start + (1 << 16)]


async def _lateness(work: Awaitable[object]) -> tuple[float, float]:
    late: list[float] = []

    async def tick() -> None:
        while True:
            began = time.perf_counter()
            await asyncio.sleep(0.001)
            late.append((time.perf_counter() - began - 0.001) * 1e3)

    ticking = asyncio.create_task(tick())
    await work
    ticking.cancel()
    late.sort()
    return late[int(len(late) * 0.99)], late[-1]


def _told(row: str, figure: str, ratio: str, bar: str) -> None:
    print(f"{row:44} {figure:>18}   {ratio:40} {bar}", flush=True)


def main() -> None:
    """Measure all of it, or be a child."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--size", type=int, default=1024, help="MiB sealed at once")
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--child", default="", help=argparse.SUPPRESS)
    parser.add_argument("paths", nargs="*", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.child:
        child(asked.child, *asked.paths)
        return
    _told("", "here", "ratio", "bar")
    with tempfile.TemporaryDirectory() as place:
        asyncio.run(times(Path(place)))
    sealing(asked.size, asked.rounds)


if __name__ == "__main__":
    main()
