"""The terminal holds the same conversation: numbered and coloured for a person, plain and searchable when piped."""

import contextlib
import io
import os
import pty
import re
import select
import subprocess
import sys
import termios
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

import pytest
from rich.console import Console

from bot.locales import Lang, say
from bot.shell.display import print_answer
from bot.shell.prompt import PROMPT
from bot.shell.session import converse
from bot.shell.terminal import Conversation
from retrieval.answering.answering import answer
from retrieval.asking import ask as ask_narrowly
from retrieval.types import Answer, Citation, Explanation
from tests.common import ROOT
from tests.common.stories import BRIDGE, TOWER, article, library, surveys

# Seconds in which a terminal shows something: far more than it takes, so that only a failure waits.
PATIENCE = 20
# What moves the cursor, colours the text and switches the keyboard's modes.
ESCAPES = re.compile(r"\x1b(?:\[[0-9;?]*[a-zA-Z]|[=>])|[\r\x08]|(?<=>) +$")
LIBRARY, INDEX = library()
SURVEYS = surveys(LIBRARY)
QUESTION = "Quand le viaduc de Kerlan a-t-il été fermé ?"
SENTENCE = "Le viaduc de Kerlan, fermé depuis mars 2021, a rouvert mardi matin aux voitures."
# What the conversation does with an answer is told apart from what retrieval makes of a question.
FIRST, SECOND = (Citation(passage, passage.sentences[-1]) for passage in LIBRARY.find([1, 2]).values())
FOREMOST = LIBRARY.find([0])[0]
THIRD = Citation(FOREMOST, FOREMOST.sentences[0])
REASON = Explanation(("viaduc",), (), (), (("words", 1.0),))
TWICE = Answer(
    "deux fois",
    "fr",
    "sure",
    0.9,
    (FIRST, SECOND),
    (),
    (),
    1.0,
    further=(THIRD,),
    explanation=REASON,
    explained=(REASON,),
)
SILENCE = Answer("cassoulet", "fr", "none", 0.1, (), (SECOND,), ("cassoulet",), 1.0)


def ask(question: str) -> Answer:
    """The library's answer; two questions have one that is made for them."""
    made = {prepared.question: prepared for prepared in (TWICE, SILENCE)}
    return made.get(question) or answer(question, LIBRARY, INDEX)


def said(lines: Iterable[str], lang: Lang = "fr", *, terminal: bool = False, width: int = 60) -> str:
    """What a conversation of these lines prints."""
    file = io.StringIO()
    console = Console(file=file, force_terminal=terminal, color_system="standard" if terminal else None, width=width)
    assert converse(ask, LIBRARY, SURVEYS, console, lines, lang) == 0
    return file.getvalue()


def printed_by(talk: Conversation) -> str:
    """All that a conversation whose console writes to memory has printed."""
    assert isinstance(talk.console.file, io.StringIO)
    return talk.console.file.getvalue()


@dataclass(slots=True)
class Keyboard:
    """The program in a terminal of its own, and the keys that a person presses there."""

    descriptor: int
    screen: str = ""

    def press(self, keys: str) -> None:
        self.screen = ""
        os.write(self.descriptor, keys.encode())

    def read(self, wanted: str) -> str:
        """What is shown after the last keys, once `wanted` stands there and the program waits for more."""
        while not (wanted in self.screen and self.screen.endswith(f"\n{PROMPT.strip()}")):
            if not select.select([self.descriptor], [], [], PATIENCE)[0]:
                raise TimeoutError(f"{wanted!r} is not shown: {self.screen!r}")
            self.screen = ESCAPES.sub("", self.screen + os.read(self.descriptor, 65536).decode(errors="replace"))
        return self.screen


@contextlib.contextmanager
def talking() -> Iterator[tuple[Keyboard, subprocess.Popen[bytes]]]:
    """A conversation in French on a terminal 200 columns wide."""
    program = (
        "from bot.shell.session import converse\n"
        "from tests.bot.shell.test_terminal import LIBRARY, SURVEYS, ask\n"
        "raise SystemExit(converse(ask, LIBRARY, SURVEYS, lang='fr'))\n"
    )
    ours, theirs = pty.openpty()
    termios.tcsetwinsize(theirs, (40, 200))
    surroundings = {"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "TERM": "xterm", "PROMPT_TOOLKIT_NO_CPR": "1"}
    surroundings |= {"COLUMNS": "200"}  # pytest-xdist sets it for its own output
    with subprocess.Popen(
        [sys.executable, "-c", program], stdin=theirs, stdout=theirs, stderr=theirs, env={**os.environ, **surroundings}
    ) as process:
        os.close(theirs)
        try:
            yield Keyboard(ours), process
        finally:
            process.kill()
            os.close(ours)


def test_an_answer_is_the_sentence_on_one_line_and_its_numbered_source_on_the_next() -> None:
    printed = said([QUESTION]).splitlines()
    assert printed[0] == SENTENCE
    assert printed[1] == "[1] Le viaduc de Kerlan rouvre au trafic — La Gazette, 16 mai 2023"


def test_what_is_piped_has_no_colours_and_no_prompt() -> None:
    printed = said([QUESTION, "/source", "/help"])
    assert "\x1b" not in printed
    assert PROMPT not in printed


def test_a_person_sees_colours_and_lines_that_end_between_words() -> None:
    printed = said([QUESTION], terminal=True)
    assert "\x1b[1;36m[1]" in printed
    words = {word for line in printed.splitlines() for word in line.split()}
    assert set(SENTENCE.split()) <= words


def test_source_shows_the_paragraph_of_the_first_citation_or_of_the_one_named() -> None:
    first, second = said([TWICE.question, "/source"]), said([TWICE.question, "/source 2"])
    assert FIRST.passage.text in first
    assert f"Paragraphe {FIRST.passage.paragraph} sur 3" in first
    assert SECOND.passage.text in second
    assert f"Paragraphe {SECOND.passage.paragraph} sur 3" in second


def test_source_is_about_the_last_answer_alone() -> None:
    assert say("fr", "source.none_yet") in said(["/source"])
    assert say("fr", "source.silent") in said([TWICE.question, SILENCE.question, "/source"])
    assert "envoyez un nombre de 1 à 2" in said([TWICE.question, "/source 9"])


def test_silence_offers_the_nearest_passages_by_number_without_quoting_them() -> None:
    assert said([SILENCE.question]).splitlines() == [
        "Les articles ne répondent pas à cette question.",
        "Aucun article ne contient ce mot : « cassoulet ».",
        "Le passage le plus proche, qui n’est pas une réponse :",
        "(1) Le viaduc de Kerlan rouvre au trafic — La Gazette, 16 mai 2023, paragraphe 3",
        "",
    ]
    assert SECOND.passage.text in said([SILENCE.question, "/nearest 1"])


def test_a_question_may_go_on_from_the_one_before_it() -> None:
    printed = said([QUESTION, "Combien mesure-t-il ?"])
    assert "Suite de la conversation : viaduc Kerlan" in printed
    assert "Il mesure 412 mètres de long." in printed


def test_bare_words_are_commands_and_why_goes_on_from_a_question() -> None:
    assert say("fr", "source.none_yet") in said(["source ?"])
    assert say("fr", "source.none_yet") in said(["Pourquoi ?"])
    assert "/articles" in said(["aide"])
    printed = said([TWICE.question, "encore", "pourquoi"])
    assert say("fr", "another.heading") in printed
    assert say("fr", "why.further", place=2, sentence="").split(";")[0] in " ".join(printed.split())


def test_two_questions_in_one_line_are_answered_each_under_itself() -> None:
    printed = " ".join(said([f"{QUESTION} Combien mesure-t-il ? Qui ? Quand ?"]).split())
    assert (
        printed.index(f"Question : {QUESTION}") < printed.index("rouvert mardi") < printed.index("Question : Combien")
    )
    assert "412 mètres" in printed
    assert "« Quand ? »" in printed
    assert SENTENCE in " ".join(said([f"/ask {QUESTION}"]).split())
    assert say("fr", "ask.what").split("?")[0] in " ".join(said(["/ask"]).split())


def test_another_and_why_are_about_the_last_answer() -> None:
    asked = [TWICE.question, "/another", "/another", "/why"]
    printed = said(asked)
    assert say("fr", "another.heading") in printed
    assert THIRD.text in printed
    assert say("fr", "another.none") in printed
    assert "Mot de la question dans la phrase : « viaduc »" in printed
    assert say("fr", "source.none_yet") in said(["/another"])
    assert say("fr", "source.none_yet") in said(["/why"])


def test_the_article_around_a_source_can_be_read() -> None:
    assert FOREMOST.text in said([TWICE.question, "/source 2", "/paragraph 1"])
    assert "de 1 à 3" in said([TWICE.question, "/paragraph 7"])
    assert BRIDGE in said([TWICE.question, "/article"])
    assert say("fr", "source.silent") in said([SILENCE.question, "/article"])


def test_nearest_is_for_questions_without_an_answer() -> None:
    assert say("fr", "nearest.none") in said(["/nearest"])
    assert say("fr", "nearest.none") in said([TWICE.question, "/nearest 1"])


def test_articles_lists_what_the_library_holds() -> None:
    printed = said(["/articles"], "en")
    assert printed.startswith("2 articles:\n• Le viaduc de Kerlan rouvre au trafic — La Gazette, May 16, 2023\n")


def test_help_names_every_command() -> None:
    printed = said(["/help"], "en")
    assert all(f"/{name} – " in printed for name in ("help", "source", "nearest", "articles", "quit"))


def test_small_talk_and_unknown_commands_get_a_friendly_line() -> None:
    printed = said(["Bonjour !", "/sources", "/start"])
    assert say("fr", "smalltalk.greeting") in printed
    assert say("fr", "command.unknown") in printed
    assert "J’ai 2 articles." in printed


def test_quit_ends_the_conversation_and_blank_lines_are_passed_over() -> None:
    assert said(["", "  ", "/quit", QUESTION]) == ""


def test_an_article_cannot_command_the_terminal() -> None:
    text = "Un titre\n\nLe viaduc\x1b[2J\x07 de Kerlan \x9b31m fut fermé en mars."
    articles, index = library(article(text))
    file = io.StringIO()
    print_answer(answer("Quand le viaduc de Kerlan fut-il fermé ?", articles, index), Console(file=file), "fr")
    assert "Le viaduc␛[2J␇ de Kerlan \ufffd31m fut fermé en mars." in file.getvalue()


def test_a_possible_answer_says_so_first() -> None:
    file = io.StringIO()
    print_answer(replace(ask(QUESTION), confidence="possible"), Console(file=file), "en")
    first, second = file.getvalue().splitlines()[:2]
    assert first == say("en", "answer.possible")
    assert second == SENTENCE


def test_a_stray_byte_in_a_pipe_does_not_end_the_conversation(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = io.TextIOWrapper(io.BytesIO(b"caf\xe9\n" + QUESTION.encode()), encoding="utf-8")
    monkeypatch.setattr(sys, "stdin", lines)
    assert converse(ask, LIBRARY, SURVEYS, lang="fr") == 0
    assert SENTENCE in capsys.readouterr().out


def test_a_person_at_a_keyboard_is_welcomed_prompted_and_let_go_at_the_end_of_input() -> None:
    with talking() as (keyboard, process):
        keyboard.read("J’ai 2 articles.")
        keyboard.press(f"{QUESTION}\r")
        keyboard.read(SENTENCE)
        keyboard.press("\x04")
        assert process.wait(PATIENCE) == 0


def test_arrow_keys_and_search_bring_back_what_was_typed_and_a_pasted_text_is_one_question() -> None:
    with talking() as (keyboard, _):
        keyboard.read("/help")
        keyboard.press(f"\x1b[200~{QUESTION.replace(' a-t-il', chr(10) + 'a-t-il')}\x1b[201~\r")
        assert "[1]" in keyboard.read(SENTENCE)
        keyboard.press("/articles\r")
        keyboard.read("2 articles")
        keyboard.press("\x1b[A\x1b[A\r")
        assert "[1]" in keyboard.read(SENTENCE)
        keyboard.press("\x12artic\r\r")
        keyboard.read("2 articles")
        keyboard.press("/he\t\r")
        keyboard.read("/quit")


def test_a_newcomer_is_offered_questions_and_one_without_an_answer_its_neighbours() -> None:
    made, index = library(article(TOWER))
    talk = Conversation(
        lambda question: answer(question, made, index), made, surveys(made), Console(file=io.StringIO()), "fr"
    )
    talk.examples.look_for(talk.ask, (passage for _, passage in made.living())).join()
    talk.welcome()
    talk.take("Qui a repeint la tour de Sarn en bleu clair ?")
    welcomed, answered = printed_by(talk).split(say("fr", "answer.none"))
    assert "• Qu’est-ce que la tour de Sarn\xa0?" in welcomed
    assert "• Qu’est-ce que la tour de Sarn\xa0?" in answered.split(say("fr", "terminal.closest"))[1]


def test_how_many_articles_say_so_and_what_others_say_instead_is_seen() -> None:
    file = io.StringIO()
    print_answer(replace(TWICE, agreeing=(SECOND,), differing=(THIRD,)), Console(file=file, width=200), "fr")
    assert "2 articles le disent" in file.getvalue()
    assert file.getvalue().splitlines()[-2:] == [
        THIRD.text,
        "[3] ≠ Le viaduc de Kerlan rouvre au trafic — La Gazette, 16 mai 2023",
    ]


def test_a_sentence_is_copied_with_its_source_and_nothing_of_a_withdrawn_article() -> None:
    copied = f"«\xa0{SECOND.text}\xa0» — Le viaduc de Kerlan rouvre au trafic"
    assert copied in said([TWICE.question, "/source 2", "/copy"])
    made, index = library(article(BRIDGE))
    talk = Conversation(
        lambda question: answer(question, made, index), made, surveys(made), Console(file=io.StringIO()), "fr"
    )
    talk.take(QUESTION)
    made.remove(1)
    before = printed_by(talk)
    talk.take("/copy")
    talk.take("/article")
    assert SENTENCE not in printed_by(talk).removeprefix(before)
    assert say("fr", "source.withdrawn") in printed_by(talk)


def test_references_are_of_the_answer_one_citation_or_the_conversation_and_never_wrapped() -> None:
    whole = said([TWICE.question, "/cite bibtex"], terminal=True)
    assert whole.count("@article{") == 1
    assert f"annote = {{«\u00a0{FIRST.text}\u00a0» (paragr.\u00a0" in whole
    one = said([TWICE.question, "/source 2", "/cite ris"])
    assert one.count("\nN1  - ") == 1
    assert SECOND.text in one.rpartition("TY  - ")[2]
    everything = said([TWICE.question, QUESTION, TWICE.question, "/cite tout md"])
    assert all(everything.count(f"> {sentence}") == 1 for sentence in (FIRST.text, SECOND.text, SENTENCE))
    assert say("fr", "source.none_yet") in said(["/cite tout"])
    assert "iso690" in said([TWICE.question, "/cite chicago"])


def test_a_search_is_narrowed_explained_and_widened_again() -> None:
    made, index = library(article(BRIDGE, source="La Gazette"), article(TOWER, source="L'Écho"))

    def narrowing(question: str) -> Answer:
        return ask_narrowly(question, made, index)[0]

    def printed(*lines: str) -> str:
        file = io.StringIO()
        assert converse(narrowing, made, surveys(made), Console(file=file, width=200), lines, "fr") == 0
        return file.getvalue()

    narrowed = printed(f"{QUESTION} source:écho", "/everywhere")
    before, _, after = narrowed.partition(say("fr", "terminal.everywhere"))
    assert "Compris\u00a0: source\u00a0: écho" in before
    assert SENTENCE not in before
    assert SENTENCE in after
    assert "source:" in printed(f"{QUESTION} sorce:écho")
    assert "dans:12" in printed("/help recherche")
    assert say("fr", "source.none_yet") in printed("/everywhere")


def test_the_terminal_says_what_it_keeps_and_how_often_it_is_right() -> None:
    printed = said(["/privacy", "/about"], "en")
    assert say("en", "privacy.terminal") in printed
    assert "On the shipped question set" in printed
