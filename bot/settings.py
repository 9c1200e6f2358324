"""What a person can set: in the environment, then in `.env`. Each fault is one sentence that says what to do."""

import os
import re
from collections.abc import Iterable
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

from dotenv import dotenv_values
from platformdirs import user_data_path
from pydantic import BeforeValidator, Field, SecretStr, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

import bot
from bot.locales import say, terminal_language
from bot.values import (
    Address,
    Askers,
    fault,
    read_address,
    read_askers,
    read_days,
    read_index,
    read_keyed,
    read_log_style,
    read_people,
    read_webhook,
)
from retrieval.cluster import Cluster

ENV_FILE = Path(".env")
SEEDS = Path(bot.__file__).parent.parent / "seeds"
OURS = ("IBID_", "TELEGRAM_")
TOKEN = re.compile(r"[0-9]+:[A-Za-z0-9_-]+")
# difflib's ratio from which a key of another prefix (TELEGRM_TOKEN) is a slip and no other program's.
SLIP = 0.9
# A conversation that lasts longer than a day is another one.
MOST_MINUTES = 1440
# A site that is asked more often than this thinks itself attacked.
FEW_MINUTES = 5
# More than a bot may send is no limit on what it is asked.
MOST_COUNTED = 100_000


class Settings(BaseSettings):
    """All settings. `.env.example` explains them to the person who sets them."""

    model_config = SettingsConfigDict(
        env_file=ENV_FILE,
        env_file_encoding="utf-8",
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
        hide_input_in_errors=True,
        validate_default=False,
    )

    telegram_token: SecretStr | None = None
    telegram_api_url: str = "https://api.telegram.org"
    ibid_data: Path = Field(default_factory=lambda: user_data_path("ibid"))
    # NoDecode: a list is split at os.pathsep as PATH is, not read as JSON.
    ibid_articles: Annotated[tuple[Path, ...], NoDecode] = (SEEDS,)
    ibid_database: SecretStr | None = None  # it may hold a password
    ibid_index: Annotated[Cluster | None, NoDecode, BeforeValidator(read_index)] = None
    ibid_reader: str = "shipped"
    ibid_show_withdrawn: bool = False
    ibid_private_addresses: bool = False
    ibid_feed_minutes: int = 30
    ibid_conversation_minutes: int = 30
    ibid_late_minutes: int = 60
    ibid_person_rate: int = 20
    ibid_chat_rate: int = 60
    ibid_askers: Annotated[Askers, NoDecode, BeforeValidator(read_askers)] = Askers()
    ibid_editors: Annotated[frozenset[int], NoDecode] = frozenset()
    ibid_owners: Annotated[frozenset[int], NoDecode] = frozenset()
    ibid_retention_days: Annotated[int | None, BeforeValidator(read_days)] = None
    ibid_monitor: Annotated[Address | None, NoDecode] = None
    ibid_serve: Annotated[Address | None, NoDecode] = None
    ibid_serve_keys: Annotated[str, BeforeValidator(read_keyed)] = "elsewhere"
    ibid_serve_rate: int = 60
    ibid_webhook: Annotated[str | None, BeforeValidator(read_webhook)] = None
    ibid_log: Annotated[str, BeforeValidator(read_log_style)] = "text"

    @property
    def server(self) -> str | None:
        """The address of the PostgreSQL database that holds all that is kept; `None` where that is in files."""
        address = self.ibid_database.get_secret_value() if self.ibid_database else ""
        return address if address.startswith("postgresql") else None

    @field_validator("telegram_token", mode="before")
    @classmethod
    def _token(cls, value: str) -> str | None:
        token = value.strip()
        if token and not TOKEN.fullmatch(token):
            raise fault("settings.token")
        return token or None

    @field_validator("telegram_api_url")
    @classmethod
    def _web_address(cls, value: str) -> str:
        address = value.strip().rstrip("/")
        try:
            parts = urlsplit(address)
            usable = parts.scheme in ("http", "https") and parts.hostname and not (parts.query or parts.fragment)
            usable = usable and parts.port != 0
        except ValueError:
            usable = False
        if not usable or re.search(r"\s", address):
            raise fault("settings.api_url")
        return address

    @field_validator("ibid_data")
    @classmethod
    def _folder(cls, value: Path) -> Path:
        folder = _at_home(value).absolute()
        if _exists(folder) and not folder.is_dir():
            raise fault("settings.data", value=value)
        return folder

    @field_validator("ibid_conversation_minutes", mode="before")
    @classmethod
    def _minutes(cls, value: str) -> int:
        if not value.strip().isdecimal() or not 1 <= int(value) <= MOST_MINUTES:
            raise fault("settings.minutes", value=value, most=MOST_MINUTES)
        return int(value)

    @field_validator("ibid_feed_minutes", mode="before")
    @classmethod
    def _feed_minutes(cls, value: str) -> int:
        if not value.strip().isdecimal() or not FEW_MINUTES <= int(value) <= MOST_MINUTES:
            raise fault("settings.feed_minutes", value=value, least=FEW_MINUTES, most=MOST_MINUTES)
        return int(value)

    @field_validator("ibid_late_minutes", "ibid_person_rate", "ibid_chat_rate", "ibid_serve_rate", mode="before")
    @classmethod
    def _count(cls, value: str, info: ValidationInfo) -> int:
        if not value.strip().isdecimal() or not 1 <= int(value) <= MOST_COUNTED:
            raise fault("settings.count", name=str(info.field_name).upper(), value=value, most=MOST_COUNTED)
        return int(value)

    @field_validator("ibid_editors", "ibid_owners", mode="before")
    @classmethod
    def _user_ids(cls, value: str, info: ValidationInfo) -> frozenset[int]:
        return read_people(value, str(info.field_name).upper())

    @field_validator("ibid_monitor", "ibid_serve", mode="before")
    @classmethod
    def _address(cls, value: str, info: ValidationInfo) -> Address:
        return read_address(value, str(info.field_name).upper())

    @field_validator("ibid_articles", mode="before")
    @classmethod
    def _existing(cls, value: str) -> tuple[Path, ...]:
        paths = tuple(_at_home(Path(part.strip())) for part in value.split(os.pathsep) if part.strip())
        for path in paths:
            if not _exists(path):
                raise fault("settings.articles", value=path, separator=os.pathsep)
        return paths or (SEEDS,)

    @field_validator("ibid_database", mode="before")
    @classmethod
    def _database(cls, value: str) -> str:
        if not value.strip().startswith(("sqlite:", "postgresql:", "postgresql+psycopg:")):
            raise fault("settings.database")
        return value.strip()

    @field_validator("ibid_reader")
    @classmethod
    def _reader(cls, value: str) -> str:
        name = value.strip()
        if name in ("shipped", "none"):
            return name
        folder = _at_home(Path(name)).absolute()
        if not (_exists(folder) and folder.is_dir()):
            raise fault("settings.reader", value=value)
        return str(folder)

    @field_validator("ibid_show_withdrawn", "ibid_private_addresses", mode="before")
    @classmethod
    def _yes_or_no(cls, value: str, info: ValidationInfo) -> bool:
        if value.strip().lower() not in ("yes", "no"):
            raise fault("settings.yes_or_no", name=str(info.field_name).upper(), value=value)
        return value.strip().lower() == "yes"


def load_settings() -> Settings:
    """The settings in force.

    Raises:
        SettingsError: a misspelt key or a wrong value, in the environment or in `.env`.
    """
    try:
        written = dotenv_values(ENV_FILE, encoding="utf-8")
    except OSError as error:
        raise fault("settings.unreadable", name=ENV_FILE, reason=error.strerror) from error
    except UnicodeDecodeError as error:
        raise fault("settings.unreadable", name=ENV_FILE, reason=error.reason) from error
    _refuse_misspelt(os.environ, say(terminal_language(), "settings.environment"))
    _refuse_misspelt(written, str(ENV_FILE))
    return Settings()


def setting_names() -> list[str]:
    """The keys that can be set, as they are written in `.env`."""
    return [name.upper() for name in Settings.model_fields]


def _refuse_misspelt(keys: Iterable[str], place: str) -> None:
    names = setting_names()
    for key in keys:
        name = key.upper()
        if name in names:
            continue
        if meant := _meant(name, names):
            raise fault("settings.misspelt", name=key, place=place, meant=meant)
        if name.startswith(OURS):
            raise fault("settings.unknown", name=key, place=place, names=", ".join(names))


def _meant(name: str, names: list[str]) -> str | None:
    """The setting that a key is most like: of ours, without the prefix, which says nothing."""
    if not name.startswith(OURS):
        return next(iter(get_close_matches(name, names, n=1, cutoff=SLIP)), None)
    ends = {known.partition("_")[2]: known for known in names}
    found = get_close_matches(name.partition("_")[2], ends, n=1)
    return ends[found[0]] if found else None


def _at_home(path: Path) -> Path:
    try:
        return path.expanduser()
    except RuntimeError:  # "~somebody" who has no home: then it is a plain name
        return path


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):  # a name too long, a folder one may not enter, a NUL
        return False
