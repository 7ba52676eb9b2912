"""Everything that the environment decides. Passed in by whoever starts the app, never imported
by what runs inside it."""

from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from pydantic import SecretStr, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

LOOPBACK = ["127.0.0.1", "localhost", "[::1]"]
DEMO_KEY = "demo-only-not-a-secret"


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="SEEDBED_", frozen=True)

    mode: Literal["production", "demo", "test"] = "production"
    data_dir: Path = Path("data")
    database_url: str = ""
    base_url: str = "http://127.0.0.1:8000"
    allow_http: Literal["loopback", "lan"] = "loopback"
    secret_key: SecretStr = SecretStr("")
    data_key: SecretStr = SecretStr("")
    smtp_url: str = ""
    site_name: str = "Seedbed"
    default_language: Literal["en", "ru", "be"] = "en"
    time_zone: str = "Europe/Minsk"

    @model_validator(mode="after")
    def safe_for_production(self) -> "Settings":
        if self.mode != "production":
            return self
        for name in ("secret_key", "data_key"):
            if len(getattr(self, name).get_secret_value()) < 32:
                raise ValueError(
                    f"SEEDBED_{name.upper()} is missing or shorter than 32 characters. Make one "
                    'with: python3 -c "import secrets; print(secrets.token_urlsafe(48))"'
                )
        address = urlsplit(self.base_url)
        loopback = address.hostname in {"127.0.0.1", "localhost", "::1"}
        if address.scheme != "https" and not loopback and self.allow_http != "lan":
            raise ValueError(
                "SEEDBED_BASE_URL must begin with https:// (or set SEEDBED_ALLOW_HTTP=lan for a "
                "laptop in a camp house)."
            )
        return self

    @property
    def database(self) -> str:
        return self.database_url or f"sqlite:///{self.data_dir / 'seedbed.db'}"

    @property
    def secure(self) -> bool:
        return self.base_url.startswith("https:")

    @property
    def cookie(self) -> str:
        return "__Host-seedbed" if self.secure else "seedbed"

    @property
    def device_cookie(self) -> str:
        """Tells one browser from another, whoever is signed in there."""
        return self.cookie.replace("seedbed", "seedbed-device")

    @property
    def hosts(self) -> list[str]:
        """The only names that are answered: those of ``base_url``, and loopback outside
        production and for health checks."""
        return [urlsplit(self.base_url).hostname or "127.0.0.1", *LOOPBACK]

    @property
    def sealing_key(self) -> str:
        return self.data_key.get_secret_value() or DEMO_KEY

    @property
    def signing_key(self) -> str:
        """Of what is handed out and comes back, such as the link in a letter that stops news."""
        return self.secret_key.get_secret_value() or DEMO_KEY
