"""What people think of answers, and what they ask in vain, reaches the editors and nobody else."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.wording.opinions import write_question_set
from retrieval.evaluation.evaluation import read_questions
from tests.common import ROOT
from tests.common.port_gwen import LIT, TWO_SOURCES, WHEN_LIT
from tests.common.running_bot import RunningBot, Talk

EDITOR = 4242
VAIN = "Quel est le salaire du président de la Mongolie ?"
SETTINGS = {"IBID_EDITORS": f"7,{EDITOR}"}
pytestmark = pytest.mark.usefixtures("nothing_refused")


@pytest.fixture
def talk(bot: RunningBot) -> Iterator[Talk]:
    """Somebody who has all forgotten in the end, so that the editors' lists begin empty."""
    talk = bot.talk("fr")
    yield talk
    talk.ask("/forget")


def editor(bot: RunningBot) -> Talk:
    person = bot.server.user(EDITOR, language_code="fr")
    return Talk(bot.server, bot.server.private_chat(person), person)


def test_editors_see_what_was_asked_in_vain_most_frequent_first_and_what_was_disliked(
    bot: RunningBot, talk: Talk
) -> None:
    answer = talk.ask(WHEN_LIT)
    for question in ("Qui a écrit Madame Bovary ?", VAIN, f"{VAIN[:-2]}!"):
        talk.ask(question)
    assert "notée pour la rédaction" in talk.popup(talk.server.press(answer, "👎 Pas utile", talk.person))
    assert "Merci !" in talk.popup(talk.server.press(talk.ask(TWO_SOURCES), "👍 Utile", talk.person))
    bot.restart()
    lines = editor(bot).ask("/gaps").text.splitlines()
    assert lines[0] == "Avis : 👍 1 · 👎 1"
    assert lines[2:5] == ["Sans réponse :", f"• {VAIN[:-2]}! (2 fois)", "• Qui a écrit Madame Bovary ? (1 fois)"]
    assert lines[6:] == ["Réponses jugées mauvaises :", f"• {WHEN_LIT} (1 fois)"]


def test_an_opinion_is_one_a_person_and_the_last_one_counts(bot: RunningBot, talk: Talk) -> None:
    answer = talk.ask(WHEN_LIT)
    for label in ("👎 Pas utile", "👎 Pas utile", "👍 Utile"):
        talk.popup(talk.server.press(answer, label, talk.person))
    assert editor(bot).ask("/gaps").text.splitlines()[0] == "Avis : 👍 1 · 👎 0"


def test_a_disliked_answer_is_noted_with_its_question_also_after_a_restart(bot: RunningBot, talk: Talk) -> None:
    answer = talk.ask(WHEN_LIT)
    bot.restart()
    talk.popup(talk.server.press(answer, "👎 Pas utile", talk.person))
    assert f"• {WHEN_LIT} (1 fois)" in editor(bot).ask("/gaps").text


def test_the_commands_do_what_the_buttons_do(bot: RunningBot, talk: Talk) -> None:
    assert "pas de réponse à juger" in talk.ask("/bad").text
    first = talk.ask(WHEN_LIT)
    talk.ask(TWO_SOURCES)
    assert "Merci" in talk.ask("/good").text
    assert "rédaction" in talk.ask("/bad", reply_to=first).text
    assert f"• {WHEN_LIT} (1 fois)" in editor(bot).ask("/gaps").text


def test_others_than_editors_are_refused(talk: Talk) -> None:
    talk.ask(VAIN)
    refusal = talk.ask("/gaps").text
    assert "rédaction" in refusal
    assert "Mongolie" not in refusal
    assert "/gaps" not in talk.ask("/help").text
    assert "/gaps" in editor_help(talk)


def editor_help(talk: Talk) -> str:
    person = talk.server.user(EDITOR, language_code="fr")
    return Talk(talk.server, talk.server.private_chat(person), person).ask("/help").text


def test_a_question_edited_into_one_that_has_an_answer_is_no_gap_any_more(bot: RunningBot, talk: Talk) -> None:
    question = talk.server.say(talk.chat, talk.person, VAIN)
    talk.server.wait_for(talk.chat, 1)
    talk.server.edit(question, WHEN_LIT)
    talk.server.wait_for(talk.chat, lambda sent: LIT in sent[0].text)
    assert "Mongolie" not in editor(bot).ask("/gaps").text


def test_forget_takes_a_persons_questions_from_the_list_and_from_the_file(bot: RunningBot, talk: Talk) -> None:
    other = bot.talk("fr")
    other.ask("Qui a écrit Madame Bovary ?")
    talk.ask(VAIN)
    talk.ask(WHEN_LIT)
    assert b"Mongolie" in bot.kept
    assert "oublié" in talk.ask("/forget").text
    kept = bot.kept
    assert b"Mongolie" not in kept
    assert b"Bovary" in kept
    assert "Posez d’abord une question" in talk.ask("/source").text
    bot.restart()
    assert "Posez d’abord une question" in talk.ask("/source").text
    assert "Mongolie" not in editor(bot).ask("/gaps").text
    other.ask("/forget")


def test_the_gaps_become_a_question_set_that_evaluate_reads(bot: RunningBot, talk: Talk, tmp_path: Path) -> None:
    answer = talk.ask(WHEN_LIT)
    talk.ask(VAIN)
    talk.popup(talk.server.press(answer, "👎 Pas utile", talk.person))
    file = tmp_path / "gaps.jsonl"
    environment = dict(os.environ) | {"IBID_DATA": bot.settings["IBID_DATA"], "PYTHONPATH": str(ROOT), "LC_ALL": "C"}
    command = [sys.executable, "-m", "bot", "gaps"]
    listed = subprocess.run(command, env=environment, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert f"• {VAIN} (1 time)" in listed.stdout
    subprocess.run([*command, "--export", str(file)], env=environment, cwd=tmp_path, check=True)
    assert [question.text for question in read_questions(file)] == [VAIN, WHEN_LIT]
    disliked = json.loads(file.read_text(encoding="utf-8").splitlines()[1])["disliked"]
    assert answer.buttons[0]["callback_data"] == f"s:{disliked[0]}"


def test_a_file_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    with pytest.raises(Exception, match=r"nowhere/gaps\.jsonl"):
        write_question_set(tmp_path / "nowhere" / "gaps.jsonl", [], [])
