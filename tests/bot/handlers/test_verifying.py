"""Tap to verify, over HTTP: from an answer to its paragraph, through the article, to a link that anyone can open."""

from functools import partial
from pathlib import Path

import pytest

from tests.common.port_gwen import ARTICLES as PORT_GWEN
from tests.common.port_gwen import LANDED, LIT, STEPS, TWO_SOURCES, WHEN_LIT
from tests.common.running_bot import RunningBot, Talk, running_bot

LONG = "Le registre du port\n\n" + "\n\n".join(
    f"Le navire numéro {number} est entré au bassin de Lannor avec {number + 40} tonneaux. " * 6 for number in range(60)
)
ARTICLES = PORT_GWEN | {"registre.txt": LONG}
UNSPOKEN = "Port-Gwen"
pytestmark = pytest.mark.usefixtures("nothing_refused")


def test_arrows_walk_through_the_article_in_the_same_message(talk: Talk) -> None:
    answer = talk.ask(WHEN_LIT)
    source = talk.press(answer, answer.buttons[0])
    there = talk.tap(source, "Suivant ▶")
    assert there.message_id == source.message_id
    assert STEPS[0] in there.text
    assert "Paragraphe 2 sur 2" in there.text
    back = talk.tap(there, "↩ Retour à la phrase citée")
    assert (back.text, back.entities, back.reply_markup) == (source.text, source.entities, source.reply_markup)
    assert len(talk.server.sent(talk.chat)) == 2


def test_the_whole_article_is_a_message_or_a_file(talk: Talk) -> None:
    answer = talk.ask(WHEN_LIT)
    source = talk.press(answer, answer.buttons[0])
    whole = talk.press_named(source, "Article entier")
    assert LIT in whole.text
    assert STEPS[0] in whole.text
    answer = talk.ask("Quel navire est entré au bassin de Lannor avec 47 tonneaux ?")
    file = talk.press_named(talk.press(answer, answer.buttons[0]), "Article entier")
    assert file.document == "Le-registre-du-port.txt"
    (content,) = talk.server.world.files.values()
    assert LONG.strip() in content.decode()


def test_a_deep_link_opens_the_citation_for_somebody_else_after_a_restart(bot: RunningBot, talk: Talk) -> None:
    answer = talk.ask(WHEN_LIT)
    source = talk.press(answer, answer.buttons[0])
    link = source.entities[-1]["url"]
    assert link.startswith(f"https://t.me/{talk.server.world.me['username']}?start=s_")
    bot.restart()
    opened = bot.talk("en").ask(f"/start {link.partition('=')[2]}")
    assert LIT in opened.quoted("bold")
    assert "Paragraph 1 of 2" in opened.text
    assert bot.talk("en").ask("/start s_zzzzzzzzzzzz-1-1").quoted("bold") == []


def test_a_command_does_what_each_button_of_a_source_does(talk: Talk) -> None:
    answer = talk.ask(WHEN_LIT)
    source = talk.ask("/source")
    assert STEPS[0] in talk.ask("/paragraph 2").text
    assert "de 1 à 2" in talk.ask("/paragraph 9", reply_to=source).text
    assert LIT in talk.ask("/article", reply_to=answer).text
    (copied,) = talk.ask("/copy", reply_to=source).quoted("pre")
    assert copied.startswith(f"« {LIT} » — Le phare de Port-Gwen fête ses 150 ans")
    assert LIT in talk.ask("/source", reply_to=source).quoted("bold")


def test_a_forwarded_answer_has_its_sources_in_any_chat(bot: RunningBot, talk: Talk) -> None:
    answer = talk.ask(TWO_SOURCES)
    quotes = answer.quoted("blockquote")
    other = bot.talk("fr")
    forwarded = {
        "message_id": 700,
        "date": 1_900_000_000,
        "chat": other.chat.info,
        "from": other.person.json,
        "text": answer.text,
        "entities": list(answer.entities),
    }
    command = {"offset": 0, "length": 7, "type": "bot_command"}
    for number, text in ((0, "/source"), (1, "/source 2")):
        head = {"message_id": 701 + number, "date": 1_900_000_000, "chat": other.chat.info, "from": other.person.json}
        update = {"message": head | {"text": text, "entities": [command], "reply_to_message": forwarded}}
        source = other.exchange(partial(talk.server.raw_update, update))
        assert quotes[number] in source.quoted("bold")


def test_before_the_first_answer_the_commands_say_what_to_do(talk: Talk) -> None:
    for command in ("/source", "/paragraph 2", "/article", "/copy"):
        assert "Posez d’abord une question" in talk.ask(command).text


def test_an_edited_question_changes_its_answer_in_place(talk: Talk) -> None:
    question = talk.server.say(talk.chat, talk.person, WHEN_LIT)
    answer = talk.server.wait_for(talk.chat, 1)[0]
    assert answer.reply_to == question["message_id"]
    talk.server.edit(question, TWO_SOURCES)
    changed = talk.server.wait_for(talk.chat, lambda sent: sent[0].history)[0]
    assert sorted(changed.quoted("blockquote")) == sorted(STEPS)
    assert LIT not in changed.text
    assert talk.ask("/source", reply_to=changed).quoted("bold")[1] in changed.quoted("blockquote")


def test_an_edit_that_changes_nothing_changes_nothing_and_one_to_silence_takes_the_quotation_back(talk: Talk) -> None:
    question = talk.server.say(talk.chat, talk.person, WHEN_LIT)
    first = talk.server.wait_for(talk.chat, 1)[0]
    edits = sum(call.method == "editMessageText" for call in talk.server.calls)
    talk.server.edit(question, WHEN_LIT)
    assert LANDED in talk.ask("When did the Harrow rover land?").quoted("blockquote")
    assert sum(call.method == "editMessageText" for call in talk.server.calls) == edits
    assert talk.server.sent(talk.chat)[0] == first
    talk.server.edit(question, "Quel est le salaire du président de la Mongolie ?")
    changed = talk.server.wait_for(talk.chat, lambda sent: sent[0].history)[0]
    assert changed.quoted("blockquote") == []
    assert len(talk.server.sent(talk.chat)) == 2


def test_an_edited_word_that_was_not_answered_stays_so(talk: Talk) -> None:
    greeting = talk.server.say(talk.chat, talk.person, "Bonjour")
    talk.server.wait_for(talk.chat, 1)
    talk.server.edit(greeting, WHEN_LIT)
    assert "Port-Gwen" in talk.ask("/articles").text
    assert len(talk.server.sent(talk.chat)) == 2


def test_after_a_correction_the_old_words_are_marked_and_after_a_removal_they_are_gone(tmp_path: Path) -> None:
    """Whichever way one comes to them: the button, the command, the whole article, the citation to copy, the link."""
    with running_bot(tmp_path, ARTICLES) as bot:
        talk = bot.talk("fr")
        answer = talk.ask(WHEN_LIT)
        link = talk.ask("/source").entities[-1]["url"]
        later = talk.ask(WHEN_LIT)  # whose button is pressed only when the article is gone
        file = next(one for one in (tmp_path / "articles").iterdir() if LIT in one.read_text(encoding="utf-8"))
        file.write_text(file.read_text(encoding="utf-8").replace(LIT, f"Rectificatif. {LIT}"), encoding="utf-8")
        bot.restart()
        source = talk.press(answer, answer.buttons[0])
        assert source.text.index("corrigé depuis") < source.text.index(LIT) < source.text.index("Rectificatif.")
        assert "corrigé depuis" in talk.tap(source, "Suivant ▶").text
        assert "corrigé depuis" in talk.ask("/article", reply_to=answer).text
        file.unlink()
        bot.restart()
        ways = ("/source", "/paragraph 1", "/article", "/copy")
        told = [talk.ask(way, reply_to=answer).text for way in ways]
        told += [
            talk.press(later, later.buttons[0]).text,
            bot.talk("fr").ask(f"/start {link.partition('=')[2]}").text,
        ]
        assert all("retiré" in text and LIT not in text for text in told)
        bot.check_discretion()
