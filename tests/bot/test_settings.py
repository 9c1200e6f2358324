"""Settings come from the environment, then from .env; a fault is one sentence that names it and the remedy."""

import os
import re
from pathlib import Path

import pytest

from bot.settings import SEEDS, Settings, load_settings, setting_names
from bot.values import SettingsError
from tests.common import ROOT

EXAMPLE = ROOT / ".env.example"
PAGE = ROOT / "docs" / "settings.md"
TOKEN = "123456:TEST-token_of-nobody"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working folder, an environment without our settings, English sentences."""
    for key in [key for key in os.environ if key.upper().startswith(("IBID_", "TELEGRAM_"))]:
        monkeypatch.delenv(key)
    monkeypatch.setenv("LC_ALL", "C")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def fault() -> str:
    with pytest.raises(SettingsError) as raised:
        load_settings()
    return str(raised.value)


def test_without_settings_the_shipped_articles_are_read_and_no_token_is_known() -> None:
    settings = load_settings()
    assert settings.telegram_token is None
    assert settings.telegram_api_url == "https://api.telegram.org"
    assert settings.ibid_articles == (SEEDS,)
    assert settings.ibid_data.is_absolute()


def test_the_environment_comes_before_the_file(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / ".env").write_text(f"TELEGRAM_TOKEN={TOKEN}\nIBID_DATA=from-file\nPATH_OF_ANOTHER=x\n")
    monkeypatch.setenv("IBID_DATA", "from-environment")
    settings = load_settings()
    assert settings.ibid_data == folder / "from-environment"
    assert settings.telegram_token is not None
    assert settings.telegram_token.get_secret_value() == TOKEN


@pytest.mark.parametrize("line", ["TELEGRAM_TOKEN=", "TELEGRAM_TOKEN=' '", "TELEGRAM_TOKEN", "# TELEGRAM_TOKEN=x"])
def test_an_empty_token_is_no_token(folder: Path, line: str) -> None:
    (folder / ".env").write_text(line)
    assert load_settings().telegram_token is None


def test_articles_are_paths_separated_as_in_path(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "one").mkdir()
    (folder / "two.txt").write_text("Two.")
    monkeypatch.setenv("IBID_ARTICLES", f"one{os.pathsep} two.txt{os.pathsep}")
    assert load_settings().ibid_articles == (Path("one"), Path("two.txt"))


@pytest.mark.parametrize(
    ("key", "meant"),
    [
        ("TELEGRAM_TOKN", "TELEGRAM_TOKEN"),
        ("TELEGRAM_BOT_TOKEN", "TELEGRAM_TOKEN"),
        ("TELEGRM_TOKEN", "TELEGRAM_TOKEN"),
        ("IBID_ARTICLE", "IBID_ARTICLES"),
        ("ibid_dta", "IBID_DATA"),
    ],
)
@pytest.mark.parametrize("place", [".env", "the environment"])
def test_a_misspelt_key_is_named_with_the_one_that_was_meant(
    folder: Path, monkeypatch: pytest.MonkeyPatch, key: str, meant: str, place: str
) -> None:
    if place == ".env":
        (folder / ".env").write_text(f"{key}={TOKEN}\n")
    else:
        monkeypatch.setenv(key, TOKEN)
    assert fault() == f"{key}, set in {place}, is not a setting of Ibid: did you mean {meant}?"


def test_a_key_that_resembles_none_is_answered_with_all_of_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IBID_QQQWWWZZZ", "1")
    assert all(name in fault() for name in setting_names())


def test_a_fault_is_told_in_french_to_a_french_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "fr_FR.UTF-8")
    monkeypatch.setenv("IBID_DAT", "x")
    assert fault() == "IBID_DAT, dans l’environnement, n’est pas un réglage d’Ibid : vouliez-vous écrire IBID_DATA ?"


@pytest.mark.parametrize("token", ["secret-token", "123456", "123456:", ":secret", "123456:secret token", "12a:secret"])
def test_a_malformed_token_is_refused_without_showing_it(monkeypatch: pytest.MonkeyPatch, token: str) -> None:
    monkeypatch.setenv("TELEGRAM_TOKEN", token)
    sentence = fault()
    assert sentence.startswith("TELEGRAM_TOKEN is not a bot token")
    assert "@BotFather" in sentence
    assert token not in sentence
    assert "secret" not in sentence


def test_the_token_is_in_no_representation_of_the_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELEGRAM_TOKEN", f" {TOKEN} ")
    settings = load_settings()
    assert TOKEN not in repr(settings) + str(settings) + settings.model_dump_json()


@pytest.mark.parametrize(
    ("key", "value", "sentence"),
    [
        ("TELEGRAM_API_URL", "api.telegram.org", "TELEGRAM_API_URL is not a web address"),
        ("TELEGRAM_API_URL", "http://host:99999", "TELEGRAM_API_URL is not a web address"),
        ("TELEGRAM_API_URL", f"ftp://host/{TOKEN}", "TELEGRAM_API_URL is not a web address"),
        ("IBID_DATA", "a-file", "IBID_DATA is a-file, which is a file"),
        ("IBID_ARTICLES", "a-file:nowhere".replace(":", os.pathsep), "IBID_ARTICLES names nowhere, which does not"),
        ("IBID_ARTICLES", "n" * 5000, "IBID_ARTICLES names nnn"),
        ("IBID_ARTICLES", "~nobody-of-this-name/articles", "IBID_ARTICLES names ~nobody"),
    ],
)
def test_a_wrong_value_is_one_sentence_that_names_its_setting(
    folder: Path, monkeypatch: pytest.MonkeyPatch, key: str, value: str, sentence: str
) -> None:
    (folder / "a-file").write_text("")
    monkeypatch.setenv(key, value)
    said = fault()
    assert said.startswith(sentence)
    assert "\n" not in said
    assert TOKEN not in said


def test_a_server_address_loses_its_last_slash(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELEGRAM_API_URL", "http://127.0.0.1:8081/")
    assert load_settings().telegram_api_url == "http://127.0.0.1:8081"


def test_a_file_in_another_encoding_is_named_with_the_remedy(folder: Path) -> None:
    (folder / ".env").write_bytes(b"IBID_DATA=caf\xe9\n")
    assert fault().startswith(".env cannot be read")


def test_the_example_names_every_setting_and_no_other() -> None:
    named = re.findall(r"^#([A-Z_]+)=", EXAMPLE.read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert named == setting_names()
    assert len(named) == len(Settings.model_fields)


def test_the_example_is_itself_a_valid_file(folder: Path) -> None:
    (folder / ".env").write_bytes(EXAMPLE.read_bytes())
    assert load_settings().telegram_token is None


@pytest.mark.parametrize("name", setting_names())
def test_each_setting_stands_in_the_documents_with_its_default(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """What docs/settings.md and .env.example give as its default changes nothing when it is set."""
    field = Settings.model_fields[name.lower()]
    (said,) = re.findall(rf"^\| `{name}` \| .+ \| (.+) \|$", PAGE.read_text(encoding="utf-8"), flags=re.MULTILINE)
    if literal := re.fullmatch("`([^`]+)`", said):
        before = load_settings()
        monkeypatch.setenv(name, literal[1])
        assert load_settings() == before
        (explained,) = [part for part in EXAMPLE.read_text(encoding="utf-8").split("\n\n") if f"#{name}=" in part]
        assert re.search(rf"(?<!\w){re.escape(literal[1])}(?!\w)", explained)
    else:  # said in words: nothing, or what depends on the machine
        assert field.default_factory or field.default in (None, frozenset(), (SEEDS,))


def test_the_page_of_settings_names_no_other() -> None:
    named = re.findall(r"^\| `([A-Z_]+)`", PAGE.read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert named == setting_names()
