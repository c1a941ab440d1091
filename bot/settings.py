"""Settings, parsed once from the environment (`TONGXING_…`). Secrets have no default and are never logged."""

from __future__ import annotations

from pathlib import Path
from zoneinfo import ZoneInfo

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).resolve().parent.parent
"""The project's folder: policies, data and the NLU project stand beside the package."""


class Settings(BaseSettings):
    """Everything that differs between installations."""

    model_config = SettingsConfigDict(env_prefix="TONGXING_", extra="ignore")

    database_url: str = ""
    nlu_url: str = ""
    telegram_token: SecretStr | None = None
    telegram_api_url: str = "https://api.telegram.org"
    telegram_webhook_url: str = ""
    telegram_webhook_secret: SecretStr | None = None
    telegram_per_second: float = Field(default=30, gt=0)
    """Messages that Telegram takes from the bot in a second: 30, unless more were bought."""
    telegram_name: str = ""
    """The bot's name without @: what links and QR codes of posters lead to."""
    public_url: str = ""
    """Where people reach this service, without a slash at the end."""
    secret_keys: SecretStr | None = None
    time_zone: str = "Asia/Shanghai"
    default_region: str | None = None
    var_dir: Path = Field(default=ROOT / "var")
    policies_dir: Path = Field(default=ROOT / "policies")
    data_dir: Path = Field(default=ROOT / "data")
    nlu_dir: Path = Field(default=ROOT / "nlu")

    @field_validator("time_zone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        ZoneInfo(value)
        return value

    @field_validator("public_url")
    @classmethod
    def _without_slash(cls, value: str) -> str:
        return value.rstrip("/")

    @property
    def database(self) -> str:
        """The database address: embedded SQLite unless another is given."""
        return self.database_url or f"sqlite:///{self.var_dir / 'tongxing.db'}"

    @property
    def embedded(self) -> bool:
        """Whether everything runs on this machine with the embedded database."""
        return not self.database_url

    @property
    def content_dir(self) -> Path:
        """All wording of the one locale there is."""
        return self.data_dir / "content" / "zh-CN"
