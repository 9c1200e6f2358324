"""The bot speaks French and English from its catalogues, completely and in the reader's way of writing dates."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest

import bot
from bot.conversation.smalltalk import LINES
from bot.locales import LANGUAGES, Lang, reader_language, say, say_date, say_number, terminal_language
from bot.shell.terminal import MENU
from bot.wording.menu import COMMANDS
from tests.common.catalogues import catalogue, texts

SOURCES = sorted(Path(bot.__file__).parent.rglob("*.py"))
IDENTIFIER = re.compile(r"[a-z]+(\.[a-z_]+)+")


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def strings_in_code() -> set[str]:
    nodes = (node for source in SOURCES for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))))
    return {node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)}


def calls() -> Iterator[tuple[str, str, set[str]]]:
    """Each call in the code that names an id: where it is, the id, and the names of the values it gives."""
    for source in SOURCES:
        for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name)):
                continue
            position = {"say": 1, "say_number": 1, "fault": 0}.get(node.func.id)
            named = node.args[position] if position is not None and len(node.args) > position else None
            given = {keyword.arg for keyword in node.keywords if keyword.arg}
            if isinstance(named, ast.Constant) and len(given) == len(node.keywords):
                number = {"number"} if node.func.id == "say_number" else set()
                yield f"{source.name}:{node.lineno}", str(named.value), given | number


def test_both_catalogues_hold_the_same_ids_with_the_same_placeholders() -> None:
    french, english = texts("fr"), texts("en")
    assert french.keys() == english.keys()
    for name in french:
        kinds = {frozenset(placeholders(text)) for text in french[name] + english[name]}
        assert len(kinds) == 1, name


def test_every_text_is_written_in_both_languages() -> None:
    for lang in LANGUAGES:
        assert [name for name, words in texts(lang).items() if not all(words)] == []
        assert not any(message.fuzzy for message in catalogue(lang))


def test_every_call_names_an_id_of_the_catalogue_and_fills_its_placeholders() -> None:
    english = texts("en")
    found = list(calls())
    assert len(found) > 30
    assert [call for call in found if call[1] not in english] == []
    needed = {name: placeholders(words[0]) for name, words in english.items()}
    # A text may leave out the number that chooses its grammatical form, and no other value.
    assert [call for call in found if not needed[call[1]] <= call[2] <= needed[call[1]] | {"number"}] == []


def test_every_id_in_the_code_is_in_the_catalogue_and_none_is_left_over() -> None:
    names = texts("en").keys()
    spaces = {name.partition(".")[0] for name in names}
    used = {text for text in strings_in_code() if IDENTIFIER.fullmatch(text) and text.partition(".")[0] in spaces}
    assert used == names


@pytest.mark.parametrize("table", [COMMANDS, MENU, LINES])
def test_the_words_of_commands_and_small_talk_need_no_values(table: dict[str, str]) -> None:
    assert [name for name in table.values() if placeholders(texts("en")[name][0])] == []


def test_command_descriptions_fit_telegrams_menu() -> None:
    for lang in LANGUAGES:
        assert all(1 <= len(say(lang, words)) <= 256 for words in COMMANDS.values())
    assert all(re.fullmatch(r"[a-z0-9_]{1,32}", name) for name in COMMANDS)


@pytest.mark.parametrize(
    ("lang", "number", "said"),
    [
        ("fr", 0, "J’ai 0 article."),
        ("fr", 1, "J’ai 1 article."),
        ("fr", 2, "J’ai 2 articles."),
        ("en", 0, "I hold 0 articles."),
        ("en", 1, "I hold 1 article."),
    ],
)
def test_a_number_takes_the_plural_of_its_language(lang: Lang, number: int, said: str) -> None:
    assert say_number(lang, "about.articles", number) == said


@pytest.mark.parametrize(
    ("lang", "written", "said", "short"),
    [
        ("fr", "2023-09-13", "13 septembre 2023", "13 sept. 2023"),
        ("fr", "1998-07-01", "1er juillet 1998", "1er juil. 1998"),
        ("fr", "2023-09", "septembre 2023", "sept. 2023"),
        ("fr", "2023", "2023", "2023"),
        ("en", "2023-09-13", "September 13, 2023", "Sep 13, 2023"),
        ("en", "2023-09", "September 2023", "Sep 2023"),
        ("en", "2023-02-30", "2023-02-30", "2023-02-30"),
        ("en", "in May", "in May", "in May"),
        ("en", "2023-xx", "2023-xx", "2023-xx"),
    ],
)
def test_a_date_is_said_as_precisely_as_it_is_known(lang: Lang, written: str, said: str, short: str) -> None:
    assert say_date(lang, written) == said
    assert say_date(lang, written, short=True) == short


@pytest.mark.parametrize(("code", "lang"), [("fr", "fr"), ("fr-CA", "fr"), ("FR", "fr"), ("de", "en"), (None, "en")])
def test_french_is_spoken_to_those_who_read_it_and_english_to_all_others(code: str | None, lang: Lang) -> None:
    assert reader_language(code) == lang


@pytest.mark.parametrize(
    ("environment", "lang"),
    [
        ({"LANG": "fr_FR.UTF-8"}, "fr"),
        ({"LC_ALL": "", "LC_MESSAGES": "fr_BE", "LANG": "en_GB"}, "fr"),
        ({"LC_ALL": "C", "LANG": "fr_FR"}, "en"),
        ({}, "en"),
    ],
)
def test_the_terminals_language_is_the_first_that_is_set(environment: dict[str, str], lang: Lang) -> None:
    assert terminal_language(environment) == lang
