"""The `store` section of the configuration: where everything that is kept lives."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, SecretStr


class IntimateSettings(BaseModel):
    """What becomes of a file that may show an intimate image of a minor: a written policy, read by a jurist.

    `declared`: its sender says that it does. `unanswered`: nobody said within `days`. `destroy` keeps its SHA-256,
    sealed; `quarantine` keeps the file sealed where nobody opens it.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    declared: Literal["destroy", "quarantine"] = "destroy"
    unanswered: Literal["destroy", "quarantine"] = "quarantine"
    days: int = Field(default=7, ge=1, le=365)


class QuotaSettings(BaseModel):
    """How much one vault takes in, so that a flood from one sender fills no disk. Bytes are counted as stored."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    items: int = Field(default=300, ge=1, description="pieces in one vault")
    bytes: int = Field(default=2_000_000_000, ge=1, description="bytes in one vault")
    items_per_hour: int = Field(default=100, ge=1)
    bytes_per_hour: int = Field(default=500_000_000, ge=1)


class S3Settings(BaseModel):
    """How the S3 store of `store.evidence` is reached; without keys, as the environment of the machine says."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    endpoint: str = Field(default="", description="https://…, for a store that is not Amazon's")
    region: str = "eu-west-3"
    access_key: SecretStr | None = None
    secret_key: SecretStr | None = None
    timeout_seconds: int = Field(default=60, ge=1, le=600)


class AnchorSettings(BaseModel):
    """A time-stamping authority (RFC 3161) that dates the chains of custody: one request for all that grew.

    The only call that leaves the house by itself; 32 bytes that tell nothing. Certificates are PEM files.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    url: str = Field(pattern=r"^https?://[^\s]+$")
    certificate: str = Field(description="the authority's root certificate")
    signer: str = Field(default="", description="the certificate it signs tokens with, where these do not hold it")
    every_hours: float = Field(default=24, gt=0)
    timeout_seconds: float = Field(default=30, gt=0, le=300)


class StoreSettings(BaseModel):
    """Where what is kept lives. Relative paths count from the folder of the configuration file."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    database: str = Field(default="var/havre.db", description="a file, or postgresql://user@host/name")
    evidence: str = Field(default="var/evidence", description="the folder of the sealed files, or s3://bucket/prefix")
    shreds: str = Field(default="var/shreds.db", description="the values whose destruction erases; short backups")
    keys: str = Field(default="var/keys", description="the folder of the key files; back it up apart from the rest")
    service_key: SecretStr | None = Field(
        default=None, description="the service key itself, 64 hexadecimal digits, instead of a file in `keys`"
    )
    max_file_bytes: int = Field(default=25_000_000, ge=1, description="the largest file taken in, in bytes")
    erase_days: int = Field(default=7, ge=0, description="days a backup of `shreds` is kept: what erasing may promise")
    s3: S3Settings = Field(default_factory=S3Settings)
    anchor: AnchorSettings | None = None
    intimate: IntimateSettings = Field(default_factory=IntimateSettings)
    quota: QuotaSettings = Field(default_factory=QuotaSettings)
