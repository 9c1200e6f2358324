"""Wherever a person puts the question, it is heard: replies, captions, mentions, quotes, several at once. Over HTTP."""

import pytest

from tests.bot_api import Chat, Person, Sent
from tests.bot_api.description import Json
from tests.common.port_gwen import LANDED, LIT, STEPS, TWO_SOURCES, WHEN_LIT
from tests.common.running_bot import RunningBot, Talk

WHEN_LANDED = "When did the Harrow rover land?"
VAIN = "Quel est le salaire du président de la Mongolie ?"
NAME = "@ibid_test_bot"
pytestmark = pytest.mark.usefixtures("nothing_refused")


class Group(Talk):
    """A person in a supergroup, where another one is, too."""

    @property
    def other(self) -> Person:
        return next(person for person, _ in self.chat.members.values() if person != self.person)

    def others(self, text: str) -> Json:
        """What the other one says to nobody."""
        return self.server.say(self.chat, self.other, text)

    def media(self, kind: str = "photo", caption: str = "", reply_to: Sent | Json | None = None) -> Sent:
        return self.exchange(lambda: self.server.send_media(self.chat, self.person, kind, caption, reply_to=reply_to))

    def quiet(self, message: Json) -> None:
        """Nothing came of a message; a question after it is answered next."""
        assert LIT in self.ask(f"{NAME} {WHEN_LIT}").text
        assert not [one for one in self.server.sent(self.chat) if one.reply_to == message["message_id"]]


@pytest.fixture
def group(bot: RunningBot) -> Group:
    ada, ben = (bot.server.user(first_name=name) for name in ("Ada", "Ben"))
    return Group(bot.server, bot.server.group("Rédaction", owner=ada, members=[ben]), ada)


# Replies in a supergroup, which have a thread and no topic


def test_a_reply_to_the_bots_message_in_a_plain_supergroup_is_a_question(group: Group) -> None:
    answer = group.ask(f"{NAME} {WHEN_LIT}", reply_to=group.others("Qui sait ?"))
    assert LANDED in group.ask(WHEN_LANDED, reply_to=answer).text
    assert LIT in group.ask("/source", reply_to=answer).quoted("bold")
    assert "Merci" in group.ask("/good", reply_to=answer).text


def test_in_a_forum_the_first_message_of_a_topic_is_not_replied_to(bot: RunningBot, talk: Talk) -> None:
    forum = bot.server.group("Forum", owner=talk.person, threads=[4])
    asked = bot.server.say(forum, talk.person, f"{NAME} {WHEN_LIT}", thread=4)
    answer = bot.server.wait_for(forum, 1)[0]
    assert (answer.thread, answer.reply_to) == (4, asked["message_id"])
    bot.server.say(forum, talk.person, f"/source{NAME}", thread=4)
    assert LIT in bot.server.wait_for(forum, 2)[1].quoted("bold")


# A message that another one points at


@pytest.mark.parametrize("pointing", ["", " ?", " can you answer that?", " peux-tu répondre ?", " et ça ?"])
def test_a_mention_in_reply_to_somebodys_question_means_that_question(group: Group, pointing: str) -> None:
    answer = group.ask(f"{NAME}{pointing}", reply_to=group.others(WHEN_LIT))
    assert LIT in answer.quoted("blockquote")


def test_a_claim_that_somebody_makes_is_looked_up(group: Group) -> None:
    claim = group.others("La lanterne de la tour de Port-Gwen a été allumée en 1874")
    assert LIT in group.ask(f"{NAME} c'est vrai ?", reply_to=claim).text


def test_a_question_about_somebodys_message_goes_on_from_it(group: Group) -> None:
    said = group.others("Vous avez vu la tour de Port-Gwen ?")
    answer = group.ask(f"{NAME} Combien de marches compte-t-elle ?", reply_to=said)
    assert "tour Port Gwen" in answer.text.splitlines()[0]
    assert STEPS[0] in answer.text


def test_a_quotation_says_what_a_question_is_about(talk: Talk) -> None:
    """And not what was asked last."""
    answer = talk.ask(WHEN_LIT)
    talk.ask(WHEN_LANDED)
    asked = "Combien de marches compte-t-elle ?"
    said = talk.exchange(
        lambda: talk.server.say(talk.chat, talk.person, asked, reply_to=answer, quote="tour de Port-Gwen")
    )
    assert "tour Port Gwen" in said.text.splitlines()[0]
    assert STEPS[0] in said.text


def test_in_private_too_a_reply_points_at_a_message(talk: Talk) -> None:
    talk.ask("Bonjour")
    claim = talk.server.say(talk.chat, talk.person, WHEN_LIT)
    talk.server.wait_for(talk.chat, 2)
    assert LIT in talk.exchange(lambda: talk.server.say(talk.chat, talk.person, "et ça ?", reply_to=claim)).text


# Captions, and what has none


@pytest.mark.parametrize("kind", ["photo", "video", "voice"])
def test_a_caption_is_a_question_and_so_is_its_edit(talk: Talk, kind: str) -> None:
    answer = talk.exchange(lambda: talk.server.send_media(talk.chat, talk.person, kind, WHEN_LIT))
    assert LIT in answer.quoted("blockquote")
    question = next(kept.data for kept in talk.chat.messages.values() if not kept.from_bot)
    talk.server.edit(question, WHEN_LANDED)
    talk.server.wait_for(talk.chat, lambda sent: LANDED in sent[0].text)


def test_a_readers_question_under_a_file_is_answered(talk: Talk) -> None:
    answer = talk.exchange(lambda: talk.server.send_file(talk.chat, talk.person, "a.pdf", b"%PDF", WHEN_LIT))
    assert LIT in answer.quoted("blockquote")


def test_commands_and_bare_words_stand_under_a_picture_too(talk: Talk) -> None:
    talk.ask(WHEN_LIT)
    for caption in ("/source", "source ?"):
        shown = talk.exchange(lambda: talk.server.send_media(talk.chat, talk.person, "photo", caption))  # noqa: B023 — called at once
        assert LIT in shown.quoted("bold")


def test_in_a_group_a_caption_with_a_mention_is_a_question_and_any_other_is_not(group: Group) -> None:
    group.server.send_media(group.chat, group.other, "photo", WHEN_LANDED)
    assert LIT in group.media("photo", f"{NAME} {WHEN_LIT}").quoted("blockquote")
    picture = group.server.send_media(group.chat, group.other, "photo", WHEN_LANDED)
    assert LANDED in group.ask(NAME, reply_to=picture).quoted("blockquote")


@pytest.mark.parametrize("kind", ["voice", "video", "sticker", "video_note", "photo", "location", "contact", "dice"])
def test_what_has_no_words_gets_one_friendly_sentence_in_private(talk: Talk, kind: str) -> None:
    said = talk.exchange(lambda: talk.server.send_media(talk.chat, talk.person, kind))
    assert said.text.startswith("Je ne sais ni écouter ni regarder, je lis des mots")
    assert said.text.count(".") == 1


def test_what_has_no_words_gets_silence_in_a_group(group: Group) -> None:
    answer = group.ask(f"{NAME} {WHEN_LIT}")
    for kind in ("voice", "sticker", "video"):
        message = group.server.send_media(group.chat, group.person, kind, reply_to=answer)
    group.quiet(message)


def test_an_album_is_answered_once(talk: Talk) -> None:
    talk.server.send_media(talk.chat, talk.person, "photo", WHEN_LIT, album="7")
    talk.server.send_media(talk.chat, talk.person, "photo", album="7")
    assert LIT in talk.server.wait_for(talk.chat, 1)[0].text
    for _ in range(3):
        talk.server.send_media(talk.chat, talk.person, "photo", album="8")
    assert "je lis des mots" in talk.server.wait_for(talk.chat, 2)[1].text
    assert LANDED in talk.ask(WHEN_LANDED).text
    assert len(talk.server.sent(talk.chat)) == 3


# Several questions, and long ones


def test_each_of_several_questions_is_answered_under_it(talk: Talk) -> None:
    talk.server.say(talk.chat, talk.person, f"{WHEN_LIT} {WHEN_LANDED}")
    first, second = talk.server.wait_for(talk.chat, 2)
    assert first.text.startswith(f"Question : {WHEN_LIT}\n")
    assert second.text.startswith(f"Question : {WHEN_LANDED}\n")
    assert LIT in first.quoted("blockquote")
    assert LANDED in second.quoted("blockquote")
    assert LIT in talk.ask("/source", reply_to=first).quoted("bold")


def test_three_questions_are_answered_and_more_are_named(talk: Talk) -> None:
    talk.server.say(talk.chat, talk.person, f"{WHEN_LIT}\n{VAIN}\n{WHEN_LANDED}\n{TWO_SOURCES}")
    *answers, rest = talk.server.wait_for(talk.chat, 4)
    assert [bool(one.quoted("blockquote")) for one in answers] == [True, False, True]
    assert rest.text == f"Je réponds à trois questions à la fois. Reposez celle-ci : «\xa0{TWO_SOURCES}\xa0»"


def test_in_a_group_a_question_without_an_answer_is_named_beside_the_others(group: Group) -> None:
    asked = group.server.say(group.chat, group.person, f"{NAME} {VAIN} {WHEN_LIT}")
    answer, rest = group.server.wait_for(group.chat, 2)
    assert LIT in answer.quoted("blockquote")
    assert rest.text == f"Les articles ne répondent pas à «\xa0{VAIN}\xa0»."
    assert {one.reply_to for one in (answer, rest)} == {asked["message_id"]}


def test_a_question_at_the_end_of_a_long_message_is_answered(talk: Talk) -> None:
    story = "Hier, je me suis promené le long de la rivière, et il a plu. " * 48
    assert LIT in talk.ask(f"{story}{WHEN_LIT}").quoted("blockquote")


def test_a_question_goes_on_from_the_sentence_before_it(talk: Talk) -> None:
    answer = talk.ask("J'ai lu un article sur la tour de Port-Gwen. Combien de marches compte-t-elle ?")
    assert STEPS[0] in answer.text


def test_the_next_part_of_a_long_question_is_asked_with_the_first(talk: Talk) -> None:
    story = ("Hier, je me suis promené le long de la rivière, et il a plu. " * 70)[:4096].strip()
    talk.server.say(talk.chat, talk.person, story)
    talk.server.say(talk.chat, talk.person, f"et il a plu encore. {WHEN_LIT}")
    (answer,) = talk.server.wait_for(talk.chat, lambda sent: sent and LIT in sent[-1].text)
    assert LIT in answer.quoted("blockquote")


# /ask, and what comes back from the bot itself


def test_ask_asks_what_stands_behind_it_or_what_it_replies_to(group: Group) -> None:
    assert LIT in group.ask(f"/ask{NAME} {WHEN_LIT}").quoted("blockquote")
    assert LANDED in group.ask(f"/ask{NAME}", reply_to=group.others(WHEN_LANDED)).quoted("blockquote")
    assert "/ask" in group.ask(f"/ask{NAME}").text
    assert LIT in group.ask(f"{NAME} /ask {WHEN_LIT}").quoted("blockquote")


def test_a_command_that_names_the_bot_and_is_none_of_its_is_said_to_be_unknown(group: Group) -> None:
    assert "/help" in group.ask(f"/aks{NAME} {WHEN_LIT}").text
    group.quiet(group.others("/aks"))


def test_an_inline_result_sent_to_the_bot_is_its_own_and_no_question(talk: Talk, group: Group) -> None:
    def chosen(chat: Chat) -> Json:
        query = talk.server.inline(talk.person, WHEN_LIT)
        talk.server.wait_until(lambda: talk.server.answer(query))
        return talk.server.choose(chat, talk.person, query)

    said = talk.exchange(lambda: chosen(talk.chat))
    assert said.text.startswith("Ce sont mes propres mots")
    assert LIT in talk.ask("/source").quoted("bold")
    group.quiet(chosen(group.chat))


def test_a_message_of_the_bot_that_is_passed_back_to_it_is_no_question(talk: Talk) -> None:
    answer, greeting = talk.ask(WHEN_LIT), talk.ask("Bonjour")
    for message in (answer, greeting):
        said = talk.exchange(lambda: talk.server.forward(talk.chat, talk.person, message))  # noqa: B023 — called at once
        assert said.text.startswith("Ce sont mes propres mots")
