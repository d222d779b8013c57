"""An alarm's mail goes encrypted, to the server that is meant and no other: real servers, fresh certificates."""

from __future__ import annotations

import asyncio
import ipaddress
import ssl
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from aiosmtpd.smtp import SMTP
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from bot.check import RING_FAULTS
from handoff.alarm import EmailWay, Ring, try_out
from handoff.errors import ClearServerError, UntrustedServerError
from handoff.settings import AlarmSettings, EmailSettings
from nlu.level import Level
from tests.handoff.havens import texts

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from tests.conftest import Clock

HERE = x509.IPAddress(ipaddress.ip_address("127.0.0.1"))
ELSEWHERE = x509.DNSName("mail.elsewhere.example")
PEM = serialization.Encoding.PEM


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


class Authority:
    """Somebody who signs certificates, trusted by whoever is given `root`."""

    def __init__(self, folder: Path, name: str = "authority") -> None:
        self._key, self._name, self.folder = ec.generate_private_key(ec.SECP256R1()), _name(name), folder
        basic = x509.BasicConstraints(ca=True, path_length=0)
        root = self._built(self._name, self._key.public_key(), 1).add_extension(basic, critical=True)
        self.root = folder / f"{name}.pem"
        self.root.write_bytes(root.sign(self._key, hashes.SHA256()).public_bytes(PEM))

    def _built(self, subject: x509.Name, public: ec.EllipticCurvePublicKey, days: int) -> x509.CertificateBuilder:
        now = datetime.now(UTC)
        times = sorted((now - timedelta(days=2), now + timedelta(days=days)))
        builder = x509.CertificateBuilder().subject_name(subject).issuer_name(self._name).public_key(public)
        return builder.serial_number(x509.random_serial_number()).not_valid_before(times[0]).not_valid_after(times[1])

    def server(self, name: x509.GeneralName = HERE, days: int = 1) -> ssl.SSLContext:
        """Return what a server shows: a certificate for a name; with negative `days` it has run out."""
        key = ec.generate_private_key(ec.SECP256R1())
        whose = x509.SubjectAlternativeName([name])
        signed = self._built(_name("server"), key.public_key(), days).add_extension(whose, critical=False)
        file = self.folder / "server.pem"
        plain = key.private_bytes(PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        file.write_bytes(plain + signed.sign(self._key, hashes.SHA256()).public_bytes(PEM))
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(file)
        return context


@dataclass
class Box:
    """What a mail server took in, and whether it came encrypted."""

    port: int = 0
    taken: list[tuple[bool, str]] = field(default_factory=list)

    async def handle_DATA(self, _server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        self.taken.append((session.ssl is not None or self.implicit, envelope.content.decode()))
        return "250 taken"

    implicit: bool = False


@asynccontextmanager
async def _served(tls: str, context: ssl.SSLContext | None) -> AsyncIterator[Box]:
    box, loop = Box(implicit=tls == "implicit"), asyncio.get_running_loop()
    starts = context if tls == "starttls" else None
    bound = await loop.create_server(
        lambda: SMTP(box, tls_context=starts, require_starttls=starts is not None, loop=loop),
        "127.0.0.1", 0, ssl=context if tls == "implicit" else None,
    )  # fmt: skip
    box.port = bound.sockets[0].getsockname()[1]
    try:
        yield box
    finally:
        bound.close()


@pytest.fixture
def authority(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Authority:
    """An authority this machine trusts."""
    made = Authority(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(made.root))
    return made


def _settings(box: Box, tls: str) -> EmailSettings:
    return EmailSettings(
        host="127.0.0.1", port=box.port, tls=tls, sender="havre@example.org", to=("nuit@example.org",)  # type: ignore[arg-type]
    )  # fmt: skip


def _ring(clock: Clock) -> Ring:
    return Ring(
        "Urgence", "Une situation attend.", "https://desk.example/alarm/t", Level.emergency, "on_call", 1, clock.now
    )


@pytest.mark.parametrize("tls", ["starttls", "implicit"])
async def test_a_ring_is_handed_over_encrypted(authority: Authority, clock: Clock, tls: str) -> None:
    async with _served(tls, authority.server()) as box:
        await EmailWay(_settings(box, tls)).send(_ring(clock))
    ((encrypted, content),) = box.taken
    assert encrypted
    assert "https://desk.example/alarm/t" in content


@pytest.mark.parametrize("tls", ["starttls", "implicit"])
@pytest.mark.parametrize("wrong", ["another name", "run out", "signed by a stranger"])
@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
async def test_a_wrong_certificate_is_refused_and_nothing_is_sent(
    authority: Authority, tmp_path: Path, clock: Clock, tls: str, wrong: str
) -> None:
    (tmp_path / "stranger").mkdir()
    shown = {
        "another name": lambda: authority.server(ELSEWHERE),
        "run out": lambda: authority.server(days=-1),
        "signed by a stranger": lambda: Authority(tmp_path / "stranger", "stranger").server(),
    }[wrong]()
    async with _served(tls, shown) as box:
        with pytest.raises(UntrustedServerError):
            await EmailWay(_settings(box, tls)).send(_ring(clock))
    assert box.taken == []


async def test_a_server_without_encryption_gets_nothing(authority: Authority, clock: Clock) -> None:
    async with _served("none", None) as box:
        with pytest.raises(ClearServerError):
            await EmailWay(_settings(box, "starttls")).send(_ring(clock))
    assert box.taken == []


async def test_a_trial_ring_says_in_words_what_is_wrong_with_the_certificate(
    authority: Authority, clock: Clock
) -> None:
    async with _served("implicit", authority.server(ELSEWHERE)) as box:
        tried = await try_out(
            AlarmSettings(email=_settings(box, "implicit")), texts(), "https://desk.example", clock.now
        )
    faults = {who: fault for _, who, fault in tried}
    assert faults["on_call"] == "UntrustedServerError"
    assert "certificate is of another name" in RING_FAULTS[faults["on_call"]]
