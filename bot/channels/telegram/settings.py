"""The section `channels.telegram`: the bot's token, and how its updates come in. Imports no messenger library."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field, SecretStr, field_validator


class WebhookSettings(BaseModel):
    """Updates pushed by Telegram: `url` is what Telegram calls, `listen` where the proxy in front passes that on.

    `secret` stands in a header of every call; one without it is refused.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    url: str = Field(pattern=r"^https?://[^\s]+$")
    listen: str = Field(default="127.0.0.1:8020", pattern=r"^.+:\d{1,5}$")
    secret: SecretStr

    @field_validator("secret")
    @classmethod
    def _as_telegram_takes_it(cls, value: SecretStr) -> SecretStr:
        plain = value.get_secret_value()
        if not 16 <= len(plain) <= 256 or not plain.replace("-", "").replace("_", "").isalnum() or not plain.isascii():  # noqa: PLR2004 - the Bot API's own bounds, and no secret that can be guessed
            raise ValueError("takes 16 to 256 letters, digits, - and _")
        return value


class TelegramSettings(BaseModel):
    """The bot correspondents write to. Without `webhook` it asks for updates itself: nothing must reach the house."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    token: SecretStr
    api: str = Field(default="https://api.telegram.org", pattern=r"^https?://[^\s/]+[^\s]*$")
    webhook: WebhookSettings | None = None
    poll_seconds: int = Field(default=25, ge=1, le=50)

    @property
    def number(self) -> str:
        """Return the bot's own id, the part of the token that is no secret."""
        return self.token.get_secret_value().partition(":")[0]
