"""A question that goes on from another is asked as what it means; one that stands alone is asked as it is."""

from pathlib import Path

import pytest

from bot.conversation.followups import Subject, read_subject, subject_of, understand
from retrieval.answering.answering import answer, silence
from retrieval.index.index import build_index
from retrieval.library.library import Library
from tests.common.port_gwen import LANDED, LIT, STEPS, WHEN_LIT
from tests.common.running_bot import RunningBot, Talk
from tests.common.stories import article

LINES = Path(__file__).with_name("followups.txt").read_text(encoding="utf-8").splitlines()
EXCHANGES = [tuple(line.split(" | ")) for line in LINES if line and not line.startswith("#")]


def after(first: str) -> Subject:
    """What a conversation is about after one question that found no answer."""
    return subject_of(understand(first, None), silence(first))


@pytest.mark.parametrize(("first", "following", "asked"), EXCHANGES)
def test_a_written_exchange_is_understood(first: str, following: str, asked: str) -> None:
    reading = understand(following, after(first))
    assert reading.question == (following if asked == "=" else asked)
    assert bool(reading.understood) == (asked != "=")


def test_there_are_exchanges_enough_in_all_languages() -> None:
    assert len(EXCHANGES) >= 100


@pytest.mark.parametrize("following", sorted({exchange[1] for exchange in EXCHANGES}))
def test_the_first_question_of_a_conversation_is_asked_as_it_is(following: str) -> None:
    assert understand(following, None).question == following


def test_names_stay_while_the_conversation_goes_on_about_them() -> None:
    last = after("Quand le viaduc de Kerlan a-t-il été fermé ?")
    for following in ("Combien mesure-t-il ?", "Qui l'a construit ?", "Quel est son coût ?"):
        reading = understand(following, last)
        assert reading.understood == "viaduc Kerlan"
        last = subject_of(reading, silence(reading.question))


def test_names_typed_without_capitals_or_with_a_slip_are_known_by_the_answer() -> None:
    text = "La charpente de la tour Zorvane pèse 7 300 tonnes.\nLa hauteur est de 312 mètres."
    library = Library([article(text, title="La tour Zorvane, un monument qui devait durer vingt ans")])
    first = "combien pese la tour zorvanne ?"
    found = answer(first, library, build_index(library))
    assert found.citations
    following = understand("et sa hauteur ?", subject_of(understand(first, None), found))
    assert following.question == "tour Zorvane sa hauteur ?"


def test_a_reply_to_an_older_answer_is_about_its_article_unless_it_names_another_subject() -> None:
    older = Subject(title="Le viaduc de Kerlan rouvre au trafic", replied=True)
    assert understand("Combien a coûté la réparation ?", older).understood == "viaduc Kerlan"
    assert understand("Combien pèse la tour Eiffel ?", older).understood == ""


def test_a_subject_is_kept_as_it_is() -> None:
    subject = after("Combien de visiteurs a reçus la tour Eiffel en 2018 ?")
    assert read_subject(subject.dump()) == subject
    assert subject.names == ("tour", "Eiffel")


def test_the_bot_says_what_it_carried_over_also_after_a_restart(bot: RunningBot, talk: Talk) -> None:
    assert LIT in talk.ask(WHEN_LIT).text
    bot.restart()
    answer = talk.ask("Combien de marches y compte-t-elle ?")
    assert answer.text.startswith("Suite de la conversation : lanterne Port Gwen\n")
    assert STEPS[0] in answer.text
    assert not bot.server.refused


def test_a_reply_to_an_older_answer_is_about_that_one(talk: Talk) -> None:
    lighthouse = talk.ask(WHEN_LIT)
    assert LANDED in talk.ask("When did the Harrow rover land?").text
    assert "titanium" in talk.ask("What are its wheels made of?").text
    assert "Port Gwen" in talk.ask("Et les marches ?", reply_to=lighthouse).text.splitlines()[0]


def test_each_topic_of_a_group_has_its_own_conversation(bot: RunningBot, talk: Talk) -> None:
    server, mention = talk.server, f"@{talk.server.world.me['username']}"
    group = server.group("Rédaction", owner=talk.person, threads=[3, 4])
    server.say(group, talk.person, f"{mention} {WHEN_LIT}", thread=3)
    server.wait_for(group, 1)
    server.say(group, talk.person, f"{mention} When did the Harrow rover land?", thread=4)
    server.wait_for(group, 2)
    server.say(group, talk.person, f"{mention} Combien de marches compte-t-elle ?", thread=3)
    assert "Port Gwen" in server.wait_for(group, 3)[2].text.splitlines()[0]
    assert not bot.server.refused
