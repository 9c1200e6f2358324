"""What a person can set: in the environment, then in `.env`. Each fault is one sentence that says what to do."""

import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import bot
from bot.locales import say, terminal_language
from bot.values import (
    EVERYBODY,
    Address,
    Askers,
    Secret,
    fault,
    read_address,
    read_askers,
    read_count,
    read_database,
    read_days,
    read_folder,
    read_log_style,
    read_minutes,
    read_paths,
    read_people,
    read_token,
    read_web_address,
    read_yes_or_no,
)

ENV_FILE = Path(".env")
SEEDS = Path(bot.__file__).parent.parent / "seeds"
OURS = ("IBID_", "TELEGRAM_")
# difflib's ratio from which a key of another prefix (TELEGRM_TOKEN) is a slip and no other program's.
SLIP = 0.9


def _user_data() -> Path:
    from platformdirs import user_data_path  # whoever names a folder need not wait for it

    return user_data_path("ibid")


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """All settings. `.env.example` explains them to the person who sets them; READERS has how each is read."""

    telegram_token: Secret | None = None
    telegram_api_url: str = "https://api.telegram.org"
    ibid_data: Path = field(default_factory=_user_data)
    ibid_articles: tuple[Path, ...] = (SEEDS,)
    ibid_database: Secret | None = None  # it may hold a password
    ibid_show_withdrawn: bool = False
    ibid_private_addresses: bool = False
    ibid_conversation_minutes: int = 30
    ibid_late_minutes: int = 60
    ibid_person_rate: int = 20
    ibid_chat_rate: int = 60
    ibid_askers: Askers = EVERYBODY
    ibid_editors: frozenset[int] = frozenset()
    ibid_owners: frozenset[int] = frozenset()
    ibid_retention_days: int | None = None
    ibid_monitor: Address | None = None
    ibid_log: str = "text"


# From what was written, and the name under which it was, to the value.
READERS: dict[str, Callable[[str, str], object]] = {
    "telegram_token": read_token,
    "telegram_api_url": read_web_address,
    "ibid_data": read_folder,
    "ibid_articles": lambda value, name: read_paths(value, name) or (SEEDS,),
    "ibid_database": read_database,
    "ibid_show_withdrawn": read_yes_or_no,
    "ibid_private_addresses": read_yes_or_no,
    "ibid_conversation_minutes": read_minutes,
    "ibid_late_minutes": read_count,
    "ibid_person_rate": read_count,
    "ibid_chat_rate": read_count,
    "ibid_askers": read_askers,
    "ibid_editors": read_people,
    "ibid_owners": read_people,
    "ibid_retention_days": read_days,
    "ibid_monitor": read_address,
    "ibid_log": read_log_style,
}


def load_settings() -> Settings:
    """The settings in force.

    Raises:
        SettingsError: a misspelt key or a wrong value, in the environment or in `.env`.
    """
    written = _env_file()
    _refuse_misspelt(os.environ, say(terminal_language(), "settings.environment"))
    _refuse_misspelt(written, str(ENV_FILE))
    # What is set to nothing is not set.
    given = {key.upper(): value for place in (written, os.environ) for key, value in place.items() if value}
    values: dict[str, Any] = {
        name: read(given[name.upper()], name.upper()) for name, read in READERS.items() if name.upper() in given
    }
    return Settings(**values)


def _env_file() -> Mapping[str, str | None]:
    if not ENV_FILE.exists():
        return {}
    from dotenv import dotenv_values  # whoever has no such file need not wait for it

    try:
        return dotenv_values(ENV_FILE, encoding="utf-8")
    except OSError as error:
        raise fault("settings.unreadable", name=ENV_FILE, reason=error.strerror) from error
    except UnicodeDecodeError as error:
        raise fault("settings.unreadable", name=ENV_FILE, reason=error.reason) from error


def setting_names() -> list[str]:
    """The keys that can be set, as they are written in `.env`."""
    return [name.upper() for name in READERS]


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
