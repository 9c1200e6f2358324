""" "Another", "why?", and what several articles say: told in words, by button and by command."""

from dataclasses import replace
from pathlib import Path

import pytest

from bot.memory.memory import Memory
from bot.wording.explaining import FAMILIES, render_explanation
from bot.wording.messages import MESSAGE, utf16
from bot.wording.replies import ANOTHER, render_answer, sources_of
from retrieval.answering.features import FAMILIES as EVIDENCE
from retrieval.answering.rereading import LIKENESS, READING
from retrieval.types import Explanation
from tests.common.port_gwen import LANDED, STEPS, WHEN_LIT
from tests.common.replies import answered, assert_sendable, cite, covered
from tests.common.running_bot import RunningBot, Talk

WHY = Explanation(("phare", "161"), ("Skarn",), ("Zorglub",), (("names", 0.5), ("words", 0.3), ("title", 0.2)))
pytestmark = pytest.mark.usefixtures("nothing_refused")


def test_an_explanation_names_the_words_found_and_missing_and_what_weighed_most() -> None:
    answer = replace(answered(cite()), probability=0.87, explanation=WHY)
    assert render_explanation(answer, "fr").splitlines() == [
        "Pourquoi « Il a servi 161 ans ! » ?",
        "Mots de la question dans la phrase : « phare », « 161 »",
        "Autour d’elle : « Skarn »",
        "Ni là ni autour : « Zorglub »",
        "Ce qui a le plus compté : les noms et les nombres (50 %), les mots communs (30 %), le titre (20 %)",
        "Chances estimées qu’elle réponde : 87 %",
    ]
    assert (
        render_explanation(answered(confidence="none"), "en")
        == "That answer cites nothing: there is nothing to explain."
    )


def test_every_family_of_evidence_has_its_words_and_an_unknown_one_is_passed_over() -> None:
    assert set(FAMILIES) == {*EVIDENCE, LIKENESS, READING}
    for family in FAMILIES:
        told = replace(WHY, reasons=((family, 1.0), ("telepathy", 0.0)))
        text = render_explanation(replace(answered(cite()), explanation=told), "en")
        assert "(100%)" in text
        assert "telepathy" not in text


def test_what_several_articles_say_is_counted_and_what_differs_is_quoted_beside_it() -> None:
    other = cite("Il a servi 160 ans.", "Il a servi 160 ans.", source="L'Écho", date="2020-01-02")
    answer = replace(answered(cite()), agreeing=(cite(source="Le Matin"),), differing=(other,))
    (reply,) = render_answer(answer, "fr")
    assert "2 articles le disent, dont Le Matin, 4 mai 2019." in reply.text
    assert "D’autres articles disent autre chose :" in reply.text
    assert covered(reply, "blockquote") == ["Il a servi 161 ans !", "Il a servi 160 ans."]
    assert reply.text.endswith("[2] ≠ Le phare s'éteint — L'Écho, 2 janvier 2020")
    assert [button.data for button in reply.buttons[:2]] == [f"s:{one.id}" for one in sources_of(answer)]
    assert reply.buttons[1].label == "2 · L'Écho, 2 janv. 2020"
    assert_sendable(reply)


@pytest.mark.parametrize("citations", [1, 3])
def test_long_differing_sentences_are_left_out_rather_than_cut(citations: int) -> None:
    long = cite("mot " * 650 + "fin.", "mot " * 650 + "fin.")
    answer = replace(answered(*[long] * citations), differing=(long, long, long), agreeing=(long,) * 3)
    replies = render_answer(answer, "fr", "ibid_bot")
    assert len(replies) <= 3
    for reply in replies:
        assert utf16(reply.text) <= MESSAGE
        assert_sendable(reply)
    assert [button.data for button in replies[-1].rows[-1]] == ["+", "-"]


def test_a_word_taken_for_another_is_named() -> None:
    answer = replace(answered(cite()), understood=(("choigou", "Choïgou"),))
    assert render_answer(answer, "fr")[0].text.startswith("« choigou » : compris comme « Choïgou ».\n\n")


def test_another_gives_one_sentence_after_the_other_until_there_are_no_more(bot: RunningBot, talk: Talk) -> None:
    answer, rover = talk.ask(WHEN_LIT), talk.ask("When did the Harrow rover land?")
    cited = [button["callback_data"][2:] for button in rover.buttons if button["callback_data"].startswith("s:")]
    with Memory(Path(bot.settings["IBID_DATA"])) as memory:
        kept = memory.conversations.answer(talk.chat.id, answer.message_id)
        assert kept
        memory.conversations.remember(
            talk.chat.id, answer.message_id, kept.citations, further=["gone-1-1", cited[0], kept.citations[0]]
        )
    first = talk.exchange(lambda: talk.server.forge(answer, ANOTHER, talk.person))
    assert first.quoted("blockquote") == [LANDED]
    assert first.reply_to == answer.message_id
    second = talk.press_named(first, "Une autre phrase")
    assert STEPS[0] not in second.text
    assert "Il n’y a pas d’autre phrase" in talk.ask("/another", reply_to=second).text
    assert LANDED in talk.ask("/another", reply_to=answer).text
    assert LANDED in talk.ask("/source", reply_to=first).quoted("bold")


def test_why_and_another_before_any_answer_say_what_to_do(talk: Talk) -> None:
    assert "Posez d’abord une question" in talk.ask("/why").text
    assert "Posez d’abord une question" in talk.ask("/another").text
