"""References over HTTP: of a source, an answer, a whole conversation, in each format, by buttons and by words."""

import json
from pathlib import Path

import pytest
import rispy

from bot.locales import say
from tests.common.port_gwen import ARTICLES, LANDED, LIT, STEPS, TWO_SOURCES, WHEN_LIT
from tests.common.running_bot import RunningBot, Talk, running_bot

WHEN_LANDED = "When did the Harrow rover land in the Ares valley?"
pytestmark = pytest.mark.usefixtures("nothing_refused")


def file_of(talk: Talk) -> str:
    *_, content = talk.server.world.files.values()
    return content.decode()


def test_a_source_has_a_button_for_its_reference_and_that_one_for_each_format(talk: Talk) -> None:
    source = talk.press(answer := talk.ask(WHEN_LIT), answer.buttons[0])
    plain = talk.press_named(source, "Référence…")
    (text,) = plain.quoted("pre")
    assert text.startswith(
        f"«\u00a0{LIT}\u00a0» — Anne Le Bris, «\u00a0Le phare de Port-Gwen fête ses 150 ans\u00a0», "
    )
    assert "La Gazette du Ponant, 12 mars 2024, paragr.\u00a01, https://gazette.example/port-gwen (consulté le" in text
    bibtex = talk.tap(plain, "BibTeX")
    assert bibtex.message_id == plain.message_id
    assert bibtex.quoted("pre")[0].startswith("@article{lebris2024-")
    assert [button["text"] for button in bibtex.buttons] == ["Texte", "Markdown", "RIS", "CSL-JSON", "APA", "ISO 690"]
    (item,) = json.loads(talk.tap(bibtex, "CSL-JSON").quoted("pre")[0])
    assert item["author"] == [{"family": "Le Bris", "given": "Anne"}]


def test_the_command_is_about_the_answer_one_of_its_citations_or_the_source_that_was_shown(talk: Talk) -> None:
    answer = talk.ask(TWO_SOURCES)
    both = talk.ask("/cite")
    assert all(step in both.text for step in STEPS)
    assert len(rispy.loads(talk.tap(both, "RIS").quoted("pre")[0])) == 2
    second = talk.ask("/cite 2 markdown").quoted("pre")[0]
    assert second.startswith(f"> {answer.quoted('blockquote')[1]}")
    source = talk.ask("/source 2")
    assert talk.ask("/cite md").quoted("pre")[0] == second
    talk.ask(WHEN_LIT)
    assert talk.ask("/cite md", reply_to=source).quoted("pre")[0] == second
    assert all(step in talk.ask("/cite apa", reply_to=answer).text for step in STEPS)
    assert "/cite 2 bibtex" in talk.ask("/cite chicago").text
    assert "1 source" in talk.ask("/cite 7 bibtex").text


def test_a_whole_conversation_is_a_file_of_every_article_once(talk: Talk) -> None:
    talk.ask(TWO_SOURCES)
    talk.ask(WHEN_LIT)
    talk.ask(WHEN_LANDED)
    file = talk.ask("/cite tout ris")
    assert file.document == "references.ris"
    assert file.text.startswith("3 références, en RIS")
    found = rispy.loads(file_of(talk))
    assert [sum(sentence in str(one["notes"]) for one in found) for sentence in (LIT, LANDED, *STEPS)] == [1, 1, 1, 1]


def test_before_any_answer_it_says_that_there_is_nothing_yet(bot: RunningBot) -> None:
    talk = bot.talk("en")
    for command in ("/cite", "/cite all bibtex"):
        assert talk.ask(command).text == say("en", "source.none_yet")


def test_nothing_of_a_withdrawn_article_leaves_and_what_is_left_out_is_said(tmp_path: Path) -> None:
    with running_bot(tmp_path, ARTICLES) as bot:
        talk = bot.talk("fr")
        answer = talk.ask(TWO_SOURCES)
        source = talk.press(lit := talk.ask(WHEN_LIT), lit.buttons[0])
        bot.stop()
        (tmp_path / "articles" / "phare.md").unlink()
        bot.start_again()
        assert LIT not in talk.press_named(source, "Référence…").text
        some = talk.ask("/cite", reply_to=answer)
        assert "1 citation est laissée de côté" in some.text
        assert STEPS[0] not in some.text
        assert STEPS[1] in some.text
        bot.check_discretion()
