"""The bot speaks six languages from its catalogues, as each is written, and dates as the reader writes them."""

import ast
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest

import bot
from bot.conversation.smalltalk import LINES
from bot.locales import LANGUAGES, Lang, lines_of, reader_language, say, say_date, say_number, terminal_language
from bot.shell.menu import MENU
from bot.wording.menu import COMMANDS, EDITORS_COMMANDS
from tests.common.catalogues import catalogue, texts

SOURCES = sorted(Path(bot.__file__).parent.rglob("*.py"))
TEMPLATES = sorted(Path(bot.__file__).parent.rglob("*.html"))
SAID = re.compile(r"""\bsay(?:_number)?\(["']([^"']+)["']""")
IDENTIFIER = re.compile(r"[a-z]+(\.[a-z_]+)+")
# What a translation leaves as it is: commands, settings, options, signs.
LEFT = re.compile(r"(?<![\w/:])/[a-z]+\b|\b(?:IBID|TELEGRAM)_[A-Z_]+|(?<!\w)--?[a-z]+\b|@BotFather|[⚠↩◀▶•👍👎ℹ🙂…=]")
QUOTATION_MARKS = {"en": "“”", "fr": "«»", "de": "„“", "es": "«»", "it": "«»", "pt": "“”"}


FIELD = re.compile(r"\{\w+\}")
# Shown for a moment where a button was pressed.
NOTICES = (
    "button.late", "button.stale", "button.again", "feedback.liked", "feedback.disliked", "settings.saved",
    "settings.administrators", "language.chosen", "everywhere.forgotten",
)  # fmt: skip


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def strings_in_code() -> set[str]:
    """All strings of the modules, and the ids that templates of pages name."""
    nodes = (node for source in SOURCES for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))))
    strings = {node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    said = [SAID.findall(template.read_text(encoding="utf-8")) for template in TEMPLATES]
    return strings.union(*said)


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


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_catalogue_has_the_same_ids_and_leaves_values_commands_and_settings_as_they_are(lang: Lang) -> None:
    english, theirs = texts("en"), texts(lang)
    assert theirs.keys() == english.keys()
    for name, words in theirs.items():
        assert len(words) == len(english[name]), name
        for text, other in zip(words, english[name], strict=True):
            assert placeholders(text) == placeholders(other), name
            assert text.count("\n") == other.count("\n"), name
            if name != "search.help":  # operators have French names, too
                assert set(LEFT.findall(text)) == set(LEFT.findall(other)), name


@pytest.mark.parametrize("lang", LANGUAGES)
def test_quotation_and_other_marks_are_those_of_the_language(lang: Lang) -> None:
    for name, words in texts(lang).items():
        for text in words:
            assert set(text) & set("«»„“”‟") <= set(QUOTATION_MARKS[lang]), name
            if lang == "es":
                assert text.count("¿") == text.count("?"), name
                assert text.count("¡") == text.count("!"), name
            if lang == "fr":
                plain = FIELD.sub("", text.replace("Authorization:", ""))
                assert name == "search.help" or not re.search(r"\w[;:!?»](?![\w/=-])", plain), name
            if lang != "en":
                assert "'" not in re.sub(r"'ibid\[\w+\]'", "", text), name


@pytest.mark.parametrize("kind", ["smalltalk", "bare", "followups"])
def test_what_people_say_is_known_in_every_language(kind: str) -> None:
    """Each list has the same kinds of phrases in all languages; some languages have more."""
    kinds = {lang: {line.partition(":")[0] for line in lines_of(kind, lang)} for lang in LANGUAGES}
    assert [lang for lang in LANGUAGES if not kinds["en"] <= kinds[lang]] == []


def test_every_language_makes_questions_of_sentences() -> None:
    assert [lang for lang in LANGUAGES if len(lines_of("examples", lang)) < 5] == []


def test_every_text_is_written_in_every_language() -> None:
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


def test_every_id_in_a_template_is_in_the_catalogue() -> None:
    said = {name for template in TEMPLATES for name in SAID.findall(template.read_text(encoding="utf-8"))}
    assert len(said) > 20
    assert said <= texts("en").keys()


def test_every_id_in_the_code_is_in_the_catalogue_and_none_is_left_over() -> None:
    names = texts("en").keys()
    spaces = {name.partition(".")[0] for name in names}
    used = {text for text in strings_in_code() if IDENTIFIER.fullmatch(text) and text.partition(".")[0] in spaces}
    assert used == names


@pytest.mark.parametrize("table", [COMMANDS, MENU, LINES])
def test_the_words_of_commands_and_small_talk_need_no_values(table: dict[str, str]) -> None:
    assert [name for name in table.values() if placeholders(texts("en")[name][0])] == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_telegram_shows_has_the_length_that_it_allows(lang: Lang) -> None:
    commands = COMMANDS | EDITORS_COMMANDS
    assert all(1 <= len(say(lang, words)) <= 256 for words in commands.values())
    assert all(re.fullmatch(r"[a-z0-9_]{1,32}", name) for name in commands)
    assert len(say(lang, "bot.description")) <= 512
    assert len(say(lang, "bot.short_description")) <= 120
    for notice in NOTICES:  # of a pressed button
        assert len(say(lang, notice)) <= 200, notice


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_words_on_buttons_are_few(lang: Lang) -> None:
    for name, words in texts(lang).items():
        if name.startswith(("button.", "settings.each_button", "settings.allow", "settings.forbid", "language.follow")):
            notice = name in NOTICES
            assert notice or all(len(FIELD.sub("", text)) <= 32 for text in words), name


@pytest.mark.parametrize(
    ("lang", "number", "said"),
    [
        ("fr", 0, "J’ai 0 article."),
        ("fr", 1, "J’ai 1 article."),
        ("fr", 2, "J’ai 2 articles."),
        ("en", 0, "I hold 0 articles."),
        ("en", 1, "I hold 1 article."),
        ("es", 0, "Tengo 0 artículos."),
        ("es", 1, "Tengo 1 artículo."),
        ("it", 1, "Ho 1 articolo."),
        ("it", 2, "Ho 2 articoli."),
        ("pt", 0, "Tenho 0 artigos."),
        ("pt", 2, "Tenho 2 artigos."),
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
        ("de", "2023-09-13", "13. September 2023", "13.09.2023"),
        ("de", "1998-07-01", "1. Juli 1998", "01.07.1998"),
        ("es", "2023-09-13", "13 de septiembre de 2023", "13 sept 2023"),
        ("es", "2023-09", "septiembre de 2023", "sept 2023"),
        ("it", "2023-09-13", "13 settembre 2023", "13 set 2023"),
        ("it", "1998-07-01", "1º luglio 1998", "1º lug 1998"),
        ("pt", "2023-09-13", "13 de setembro de 2023", "13 de set. de 2023"),
        ("pt", "1998-07-01", "1º de julho de 1998", "1º de jul. de 1998"),
        ("en", "2023-02-30", "2023-02-30", "2023-02-30"),
        ("en", "in May", "in May", "in May"),
        ("en", "2023-xx", "2023-xx", "2023-xx"),
    ],
)
def test_a_date_is_said_as_precisely_as_it_is_known(lang: Lang, written: str, said: str, short: str) -> None:
    assert say_date(lang, written) == said
    assert say_date(lang, written, short=True) == short


@pytest.mark.parametrize(
    ("code", "lang"),
    [
        ("fr", "fr"),
        ("fr-CA", "fr"),
        ("FR", "fr"),
        ("de-AT", "de"),
        ("es", "es"),
        ("it", "it"),
        ("pt-br", "pt"),
        ("en-GB", "en"),
        ("est", "en"),
        ("nl", "en"),
        ("", "en"),
        (None, "en"),
    ],
)
def test_people_are_spoken_to_in_their_language_and_in_english_where_the_bot_has_not_theirs(
    code: str | None, lang: Lang
) -> None:
    assert reader_language(code) == lang


@pytest.mark.parametrize(
    ("environment", "lang"),
    [
        ({"LANG": "fr_FR.UTF-8"}, "fr"),
        ({"LC_ALL": "", "LC_MESSAGES": "fr_BE", "LANG": "en_GB"}, "fr"),
        ({"LC_ALL": "C", "LANG": "fr_FR"}, "en"),
        ({"LANG": "de_CH@euro"}, "de"),
        ({"LANG": "pt_BR.UTF-8"}, "pt"),
        ({}, "en"),
    ],
)
def test_the_terminals_language_is_the_first_that_is_set(environment: dict[str, str], lang: Lang) -> None:
    assert terminal_language(environment) == lang


def test_what_a_translation_lacks_is_said_in_english(tmp_path: Path) -> None:
    """So that an answer comes also where the words of a new message are not translated yet."""
    code = (
        "import bot.locales as said; print(said.say('de', 'answer.none'), said.say_number('de', 'about.articles', 1))"
    )
    copied = shutil.copytree(Path(bot.__file__).parent, tmp_path / "bot", ignore=shutil.ignore_patterns("__pycache__"))
    file = copied / "locales/de.po"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace('"answer.none"', '"a.none"').replace('"about.articles"', '"a.b"'), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, env=os.environ | {"PYTHONPATH": str(tmp_path)}, check=True,
        capture_output=True, text=True, encoding="utf-8",
    )  # fmt: skip
    assert done.stdout.strip() == f"{say('en', 'answer.none')} {say_number('en', 'about.articles', 1)}"
