"""The `store` section of the configuration: where everything that is kept lives."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field, SecretStr


class StoreSettings(BaseModel):
    """Where what is kept lives. Relative paths count from the folder of the configuration file."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    database: str = Field(default="var/havre.db", description="a file, or postgresql://user@host/name")
    evidence: str = Field(default="var/evidence", description="the folder of the sealed files")
    shreds: str = Field(default="var/shreds.db", description="the values whose destruction erases; short backups")
    keys: str = Field(default="var/keys", description="the folder of the key files; back it up apart from the rest")
    service_key: SecretStr | None = Field(
        default=None, description="the service key itself, 64 hexadecimal digits, instead of a file in `keys`"
    )
    max_file_bytes: int = Field(default=25_000_000, ge=1, description="the largest file taken in, in bytes")
    erase_days: int = Field(default=7, ge=0, description="days a backup of `shreds` is kept: what erasing may promise")
