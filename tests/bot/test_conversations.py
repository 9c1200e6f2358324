"""Whole conversations with the real program, over HTTP with a server that is as strict as Telegram."""

import pytest

from bot.locales import LANGUAGES
from bot.wording.menu import COMMANDS
from retrieval.language.language import detect_language
from tests.common.port_gwen import ARTICLES, LANDED, LIT, STEPS, TWO_SOURCES, WHEN_LIT
from tests.common.running_bot import RunningBot, Talk

UNSPOKEN = "Port-Gwen"
pytestmark = pytest.mark.usefixtures("nothing_refused")


SPOKEN = [
    ("fr-CA", "fr"),
    ("en", "en"),
    ("de", "de"),
    ("es", "es"),
    ("it", "it"),
    ("pt-br", "pt"),
    ("nl", "en"),
    (None, "en"),
]


@pytest.mark.parametrize(("app", "spoken"), SPOKEN)
@pytest.mark.parametrize("command", ["/start", "/help"])
def test_the_bot_introduces_itself_in_the_readers_language(
    bot: RunningBot, app: str | None, spoken: str, command: str
) -> None:
    text = bot.talk(app).ask(command).text
    assert detect_language(text, LANGUAGES) == spoken
    assert str(len(ARTICLES)) in text or "/source" in text


def test_an_answer_quotes_the_sentence_letter_for_letter_with_a_button_for_its_source(talk: Talk) -> None:
    answer = talk.ask(WHEN_LIT)
    assert answer.quoted("blockquote")[0] == LIT
    assert "Le phare de Port-Gwen fête ses 150 ans — La Gazette du Ponant, 12 mars 2024" in answer.text
    sources = [button for button in answer.buttons if button["callback_data"].startswith("s:")]
    assert len(sources) == len(answer.quoted("blockquote"))
    assert "La Gazette du Ponant" in answer.buttons[0]["text"]


def test_an_english_question_finds_the_english_sentence(bot: RunningBot) -> None:
    answer = bot.talk("en").ask("When did the Harrow rover land?")
    assert answer.quoted("blockquote")[0] == LANDED


def test_the_bot_sends_no_link_previews(talk: Talk) -> None:
    talk.ask(WHEN_LIT)
    sent = [call.parameters for call in talk.server.calls if call.method == "sendMessage"]
    assert all(message["link_preview_options"] == {"is_disabled": True} for message in sent)


def test_a_pressed_source_shows_the_paragraph_with_the_sentence_in_bold(talk: Talk) -> None:
    answer = talk.ask(WHEN_LIT)
    source = talk.press(answer, answer.buttons[0])
    assert LIT in source.quoted("bold")
    assert f"{LIT} Elle porte à 29 milles par temps clair." in source.text
    for known in ("Le phare de Port-Gwen fête ses 150 ans", "La Gazette du Ponant", "Anne Le Bris", "12 mars 2024"):
        assert known in source.text
    links = [entity["url"] for entity in source.entities if entity["type"] == "text_link"]
    assert links[0].startswith("https://gazette.example/port-gwen#:~:text=La%20lanterne%20de%20la%20tour%20de,")
    assert source.reply_to == answer.message_id
    assert all(query.answer is not None for query in talk.server.world.callbacks.values())


def test_source_shows_the_first_citation_and_source_2_the_second(talk: Talk) -> None:
    quotes = talk.ask(TWO_SOURCES).quoted("blockquote")
    assert sorted(quotes) == sorted(STEPS)
    assert quotes[0] in talk.ask("/source").quoted("bold")
    assert quotes[1] in talk.ask("/source 2").quoted("bold")
    for wrong in ("/source 9", "/source 0", "/source x"):
        assert talk.ask(wrong).quoted("bold") == []


def test_source_as_a_reply_is_about_that_answer_even_after_a_restart(bot: RunningBot, talk: Talk) -> None:
    first, second = talk.ask(WHEN_LIT), talk.ask("When did the Harrow rover land?")
    assert bot.restart() == 0
    assert LANDED in talk.ask("/source").quoted("bold")
    assert LIT in talk.ask("/source", reply_to=first).quoted("bold")
    assert LANDED in talk.ask("/source 1", reply_to=second).quoted("bold")
    assert LIT in talk.press(first, first.buttons[0]).quoted("bold")


def test_what_one_chat_asked_is_unknown_in_another(bot: RunningBot, talk: Talk) -> None:
    talk.ask(WHEN_LIT)
    stranger = bot.talk("fr").ask("/source")
    assert stranger.entities == ()
    assert "Port-Gwen" not in stranger.text


def test_articles_lists_every_article(talk: Talk) -> None:
    text = talk.ask("/articles").text
    assert "Le phare de Port-Gwen fête ses 150 ans" in text
    assert text.count("• ") == len(ARTICLES)


@pytest.mark.parametrize("smalltalk", ["Bonjour !", "Merci beaucoup", "👋", "🙂🙂", "?"])
def test_small_talk_gets_a_friendly_line_and_no_search(talk: Talk, smalltalk: str) -> None:
    reply = talk.ask(smalltalk)
    assert detect_language(reply.text, ("fr", "en")) == "fr"
    assert (reply.entities, reply.buttons) == ((), [])


def test_a_question_that_the_articles_do_not_answer_gets_no_source(talk: Talk) -> None:
    reply = talk.ask("Quel est le salaire du président de la Mongolie ?")
    assert reply.quoted("blockquote") == []
    assert talk.ask("/source").quoted("bold") == []


def test_posts_reactions_and_unknown_updates_are_passed_over_in_silence(bot: RunningBot, talk: Talk) -> None:
    question = talk.server.say(talk.chat, talk.person, WHEN_LIT)
    answer = talk.server.wait_for(talk.chat, 1)[0]
    channel = talk.server.channel("Le canal")
    post = talk.server.channel_post(channel, WHEN_LIT)
    edited = talk.server.edit(question, WHEN_LIT)
    talk.server.reaction(answer, talk.chat, talk.person)
    # Telegram sends what was asked for before the bot said what it wants: so these come as raw updates too.
    reaction = {"chat": talk.chat.info, "message_id": 1, "date": 1, "old_reaction": [], "new_reaction": []}
    for kind, body in {
        "edited_message": edited,
        "channel_post": post,
        "edited_channel_post": post,
        "message_reaction": reaction,
        "telepathy": {"strength": 7},
    }.items():
        talk.server.raw_update({kind: body})
    talk.server.raw_update({})
    assert LANDED in talk.ask("When did the Harrow rover land?").quoted("blockquote")
    assert len(talk.server.sent(talk.chat)) == 2
    assert talk.server.sent(channel) == []
    assert talk.server.sent(talk.chat)[0] == answer
    assert bot.process.poll() is None


def test_a_picture_and_an_unknown_command_are_answered_with_words(talk: Talk) -> None:
    size = {"file_id": "p", "file_unique_id": "p", "width": 90, "height": 90}
    head = {"message_id": 900, "date": 1_900_000_000, "chat": talk.chat.info, "from": talk.person.json}
    picture = talk.exchange(lambda: talk.server.raw_update({"message": head | {"photo": [size]}}))
    assert detect_language(picture.text, ("fr", "en")) == "fr"
    assert "/help" in talk.ask("/fly me to the moon").text


def test_forged_buttons_are_answered_and_show_nothing(talk: Talk) -> None:
    answer = talk.ask(WHEN_LIT)
    forged = ("s:" + "z" * 33, "s:../../etc/passwd", "s:", "\u202e💥")
    queries = [talk.server.forge(answer, data, talk.person) for data in forged]
    talk.server.wait_until(lambda: all(talk.server.answer(query) is not None for query in queries))
    assert LIT in talk.ask("/source").quoted("bold")
    shown = [message for message in talk.server.sent(talk.chat) if message.quoted("bold") and message != answer]
    assert len(shown) == 1


def test_in_a_group_the_bot_answers_when_it_is_addressed(bot: RunningBot, talk: Talk) -> None:
    server = talk.server
    group = server.group("Rédaction", owner=talk.person, threads=[7])
    server.say(group, talk.person, WHEN_LIT)
    server.say(group, talk.person, "/help@another_bot")
    asked = server.say(group, talk.person, f"@{server.world.me['username']} {WHEN_LIT}", thread=7)
    answer = server.wait_for(group, 1)[0]
    assert LIT in answer.quoted("blockquote")
    assert (answer.reply_to, answer.thread) == (asked["message_id"], 7)
    server.say(group, talk.person, f"/source@{server.world.me['username']}", thread=7)
    assert LIT in server.wait_for(group, 2)[1].quoted("bold")


def test_a_bot_that_cannot_deliver_its_answer_says_that_it_failed(talk: Talk) -> None:
    talk.server.fail_next("sendMessage", 400, "Bad Request: something is wrong with this message")
    apology = talk.ask(WHEN_LIT)
    assert detect_language(apology.text, ("fr", "en")) == "fr"
    assert apology.entities == ()
    assert LIT in talk.ask(WHEN_LIT).quoted("blockquote")


def test_a_person_who_blocks_the_bot_does_not_disturb_the_others(bot: RunningBot, talk: Talk) -> None:
    talk.ask("/start")
    talk.server.say(talk.chat, talk.person, WHEN_LIT)
    talk.server.block(talk.person)
    assert LIT in bot.talk("fr").ask(WHEN_LIT).quoted("blockquote")


def test_the_command_menu_is_set_in_french_and_in_english(bot: RunningBot) -> None:
    bot.server.wait_until(lambda: ("default", "fr") in bot.server.world.commands)
    french = {c["command"]: c["description"] for c in bot.server.world.commands["default", "fr"]}
    english = {c["command"]: c["description"] for c in bot.server.world.commands["default", ""]}
    assert set(french) == set(english) == set(COMMANDS)
    assert detect_language(" ; ".join(french.values()), ("fr", "en")) == "fr"
    assert detect_language(" ; ".join(english.values()), ("fr", "en")) == "en"


def test_sigterm_ends_the_program_with_status_0_and_a_restart_answers(bot: RunningBot, talk: Talk) -> None:
    assert LIT in talk.ask(WHEN_LIT).quoted("blockquote")
    assert bot.restart() == 0
    assert LIT in talk.ask(WHEN_LIT).quoted("blockquote")


def test_questions_sent_while_the_bot_is_down_are_answered_when_it_is_back(bot: RunningBot, talk: Talk) -> None:
    assert bot.stop() == 0
    talk.server.say(talk.chat, talk.person, WHEN_LIT)
    bot.restart()
    assert LIT in talk.server.wait_for(talk.chat, 1)[0].quoted("blockquote")
