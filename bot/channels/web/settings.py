"""Where the web chat listens, and how long one of its streams lives."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field


class WebSettings(BaseModel):
    """The section `channels.web`. What it shares with other doors (languages, file size) is given to `web_chat`.

    `heartbeat_seconds`: between two signs of life on a silent stream; shorter than the shortest patience of any proxy
    in front. `stream_seconds`: after this a stream ends by itself and the page opens a new one. `lock_minutes`: how
    long an opened vault stays open without a touch.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    listen: str = Field(default="127.0.0.1:8018", pattern=r"^.+:\d{1,5}$")
    heartbeat_seconds: float = Field(default=15, gt=0, le=30)
    stream_seconds: float = Field(default=900, gt=0, le=3600)
    lock_minutes: float = Field(default=5, gt=0, le=60)
