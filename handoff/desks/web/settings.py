"""What the pages of the web desk need to know about the house they stand in."""

from __future__ import annotations

from typing import Literal
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, field_validator

Language = Literal["fr", "en"]


class DeskWebSettings(BaseModel):
    """Where the desk listens, under which address people reach it, and in which languages and zone it speaks.

    `public_url` is the address in the browser's bar, "" while the desk is only reached on this machine: it decides
    whether cookies are Secure and which origin may post. The first of `languages` is the house's own.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    listen: str = Field(default="127.0.0.1:8019", pattern=r"^.+:\d{1,5}$")
    public_url: str = ""
    languages: tuple[Language, ...] = Field(default=("fr", "en"), min_length=1)
    timezone: str = "Europe/Paris"
    session_hours: float = Field(default=12, gt=0, le=24)
    name: str = "Havre"

    @field_validator("public_url")
    @classmethod
    def _an_origin(cls, value: str) -> str:
        parts = urlsplit(value)
        if value and (parts.scheme not in {"http", "https"} or not parts.netloc or parts.path.strip("/")):
            raise ValueError("takes an address without a path, like https://desk.example.org")
        return value.rstrip("/")

    @property
    def is_https(self) -> bool:
        """Tell whether browsers reach the desk over TLS."""
        return self.public_url.startswith("https://")
