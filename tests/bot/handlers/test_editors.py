"""Editors fill, correct and empty the library on Telegram; others are refused. Over HTTP, as people meet it."""

import json
import re
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.wording.menu import COMMANDS, EDITORS_COMMANDS
from tests.bot_api import Sent
from tests.bot_api.description import Json
from tests.common.exports import BOX
from tests.common.pdf_files import pdf
from tests.common.port_gwen import LIT, WHEN_LIT
from tests.common.running_bot import RunningBot, Talk
from tests.common.stories import BRIDGE, LIGHTHOUSE
from tests.common.web_site import PAGE, PARAGRAPHS, web_site

# One for each conversation: in each chat, three messages come at once, and then one a second.
EDITORS = range(4242, 4292)
NEXT = iter(EDITORS)
HOW_LONG = "Quelle est la longueur du viaduc de Kerlan ?"
LONG = "Il mesure 412 mètres de long."
UNDO, RESTORE = "↩ Annuler", "↩ Remettre"
SETTINGS = {"IBID_EDITORS": ",".join(map(str, EDITORS)), "IBID_PRIVATE_ADDRESSES": "yes"}
UNSPOKEN = "Kerlan"
pytestmark = pytest.mark.usefixtures("nothing_refused")


class Adding(Talk):
    """A conversation in which things are added."""

    def add(self, act: Callable[[], object]) -> Sent:
        """Does something and waits until the message that comes of it tells what became of the addition."""
        told = self.exchange(act).message_id

        def now(sent: list[Sent]) -> Sent:
            return next(one for one in sent if one.message_id == told)

        return now(self.server.wait_for(self.chat, lambda sent: not now(sent).text.startswith("Lecture :")))

    def file(self, name: str, content: bytes) -> Sent:
        return self.add(lambda: self.server.send_file(self.chat, self.person, name, content))

    def text(self, text: str, reply_to: Json | None = None) -> Sent:
        return self.add(lambda: self.server.say(self.chat, self.person, text, reply_to=reply_to))


@pytest.fixture
def editor(bot: RunningBot) -> Adding:
    person = bot.server.user(next(NEXT), language_code="fr")
    return Adding(bot.server, bot.server.private_chat(person), person)


@pytest.fixture
def reader(bot: RunningBot) -> Talk:
    return bot.talk("fr")


def quotes(talk: Talk, question: str) -> str:
    """All that is quoted in answer to a question."""
    return " ".join(talk.ask(question).quoted("blockquote"))


def number_in(message: Sent) -> int:
    """The number of the article that a message tells of."""
    return int(re.findall(r"numéro (\d+)", message.text)[0])


def test_a_file_is_added_found_at_once_and_taken_back(editor: Adding, reader: Talk) -> None:
    told = editor.file("kerlan.txt", f"Source : La Gazette\nDate : 2023-05-16\n\n{BRIDGE}".encode())
    assert told.text.splitlines()[1:] == [
        "Le viaduc de Kerlan rouvre au trafic",
        "La Gazette · 16 mai 2023 · français · 3 passages",
    ]
    assert told.history[0].text == "Lecture : kerlan.txt …"
    assert LONG in quotes(reader, HOW_LONG)
    assert editor.tap(told, UNDO).text.splitlines() == [
        "Annulé : 1 article est comme avant.",
        f"{number_in(told)} · Le viaduc de Kerlan rouvre au trafic — La Gazette, 16 mai 2023",
    ]
    assert LONG not in quotes(reader, HOW_LONG)


def test_each_format_is_read(editor: Adding) -> None:
    page = PAGE.format(PARAGRAPHS).encode()
    line = json.dumps({"id": "a", "text": "Le pont de Kerlan est long.", "lang": "fr", "title": "Un pont"}).encode()
    for name, content, title in (
        ("page.html", page, "Le viaduc"),
        ("notes.md", b"# Des notes\n\nLe pont de Kerlan est bas.", "Des notes"),
        ("rapport.pdf", pdf([["Le rapport annuel de Kerlan compte douze pages."]], "Rapport"), "Rapport"),
        ("lignes.jsonl", line, "Un pont"),
    ):
        told = editor.file(name, content)
        assert told.quoted("bold") == [title]
        editor.tap(told, UNDO)


def test_the_same_file_again_changes_nothing_and_another_of_its_name_corrects_it(editor: Adding, reader: Talk) -> None:
    first = editor.file("viaduc.txt", BRIDGE.encode())
    again = editor.file("viaduc.txt", BRIDGE.encode())
    assert "à la lettre près" in again.text
    assert again.buttons == []
    corrected = editor.file("viaduc.txt", BRIDGE.replace("412", "413").encode())
    assert corrected.text.startswith("Nouvelle version")
    assert number_in(first) == number_in(again) == number_in(corrected)
    assert LONG.replace("412", "413") in quotes(reader, HOW_LONG)
    query = editor.server.press(first, UNDO, editor.person)
    assert "changé depuis" in editor.popup(query)
    editor.tap(corrected, UNDO)
    assert LONG in quotes(reader, HOW_LONG)
    editor.ask(f"/remove {number_in(first)} oui")
    assert "rien à annuler" in editor.ask(f"/undo {number_in(first)}").text


def test_many_articles_of_one_file_are_counted_and_their_faults_named(editor: Adding) -> None:
    lines = [
        json.dumps({"id": f"pont {n}", "text": f"Le pont {n} de Kerlan est long.", "lang": "fr"}) for n in range(30)
    ]
    told = editor.file("ponts.jsonl", "\n".join([*lines, "{broken"]).encode())
    assert told.text.splitlines()[0] == "30 ajoutés, 0 mis à jour, 0 inchangés, 1 écartés."
    assert "ponts.jsonl#31" in told.text.splitlines()[-1]
    assert editor.tap(told, UNDO).text.splitlines()[0] == "Annulé : 30 articles sont comme avant."
    assert "Le pont 7" not in editor.ask("/articles pont").text


def test_a_guessed_charset_and_a_count_of_articles_are_told(editor: Adding) -> None:
    """What is to be known of a file that was read stands under what became of it."""
    told = editor.file("most.txt", "Most v Lhotě postavil v roce 1987 inženýr Růžička.".encode("cp1250"))
    assert "ℹ most.txt: was read as cp1250, which is a guess; save it as UTF-8 if its accents are wrong" in told.text
    told = editor.file("box.mbox", BOX.replace("Holm", "Lhota").encode())
    assert "ℹ box.mbox: holds 2 mails; 4 articles were made of them" in told.text


def test_a_long_reading_says_how_far_it_is(editor: Adding) -> None:
    lines = [json.dumps({"id": f"mur {n}", "text": f"Le mur {n} est haut.", "lang": "fr"}) for n in range(4000)]
    told = editor.file("murs.jsonl", "\n".join(lines).encode())
    assert told.text.startswith("4000 ajoutés")
    assert any("articles jusqu’ici" in earlier.text for earlier in told.history)
    editor.tap(told, UNDO)


def test_while_an_addition_waits_for_another_program_others_are_answered(
    bot: RunningBot, editor: Adding, reader: Talk
) -> None:
    """As when `ibid add` fills the same library."""
    library = sqlite3.connect(Path(bot.settings["IBID_DATA"]) / "ibid.sqlite", isolation_level=None)
    library.execute("BEGIN IMMEDIATE")
    asked: list[str] = []

    def act() -> None:
        editor.server.send_file(editor.chat, editor.person, "attente.txt", BRIDGE.encode())
        asked.append(quotes(reader, WHEN_LIT))
        library.execute("ROLLBACK")

    told = editor.add(act)
    library.close()
    assert LIT in asked[0]
    assert "Ajouté" in told.text
    editor.tap(told, UNDO)


def test_a_file_that_is_no_article_leaves_nothing(editor: Adding) -> None:
    before = editor.ask("/articles").text
    for name, content in (("photo.jpg", b"\xff\xd8\xff"), ("empty.txt", b"  "), ("bad.pdf", b"%PDF-1.4 nonsense")):
        told = editor.file(name, content)
        assert told.text.splitlines()[0] == "Rien n’a été ajouté :"
        assert name in told.text
        assert told.buttons == []
    assert "20 Mo" in editor.file("huge.txt", bytes(20_000_001)).text
    assert editor.ask("/articles").text == before


def test_a_link_alone_or_behind_add_is_fetched(editor: Adding) -> None:
    with web_site() as site:
        told = editor.text(f"{site}/story")
        assert told.quoted("bold") == ["Le viaduc"]
        editor.tap(told, UNDO)
        told = editor.text(f"/add {site}/latin")
        assert "Ajouté" in told.text
        editor.tap(told, UNDO)
        assert "404" in editor.text(f"{site}/none").text


def test_a_text_behind_add_or_replied_to_keeps_its_lines(editor: Adding, reader: Talk) -> None:
    told = editor.text(f"/add {BRIDGE}")
    assert told.quoted("bold") == ["Le viaduc de Kerlan rouvre au trafic"]
    assert LONG in quotes(reader, HOW_LONG)
    assert "comme avant" in editor.ask(f"/undo {number_in(told)}").text
    pasted = editor.server.say(editor.chat, editor.person, LIGHTHOUSE)
    editor.server.wait_for(editor.chat, len(editor.server.sent(editor.chat)) + 1)
    told = editor.text("/add", reply_to=pasted)
    assert told.quoted("bold") == ["The Skarn lighthouse goes dark"]
    editor.tap(told, UNDO)


def test_a_forwarded_post_is_added_after_add_with_its_channel_date_and_link(editor: Adding) -> None:
    channel = editor.server.channel("Kerlan Infos", username="kerlan_infos")
    post = editor.server.channel_post(channel, BRIDGE)
    assert "Envoyez-moi maintenant" in editor.ask("/add").text
    told = editor.add(lambda: editor.server.forward(editor.chat, editor.person, post))
    assert "Kerlan Infos · " in told.text
    assert number_in(told)
    shown = editor.ask("/articles Kerlan Infos").text
    assert f"{number_in(told)} · Le viaduc de Kerlan rouvre au trafic — Kerlan Infos" in shown
    editor.tap(told, UNDO)
    # what comes after that is a question again
    assert "Lecture" not in editor.ask(WHEN_LIT).text


def test_a_text_as_long_as_a_message_is_said_to_be_perhaps_cut(editor: Adding) -> None:
    told = editor.text("/add " + ("Le pont de Kerlan est très long. " * 200)[:4080])
    assert "si Telegram l’a coupé" in told.text
    editor.tap(told, UNDO)


def test_an_article_is_removed_after_a_confirmation_and_put_back(editor: Adding, reader: Talk) -> None:
    told = editor.file("kerlan-2.txt", BRIDGE.replace("Kerlan", "Kermor").encode())
    number, asked = number_in(told), HOW_LONG.replace("Kerlan", "Kermor")
    answer = reader.ask(asked)
    assert LONG in " ".join(answer.quoted("blockquote"))
    question = editor.ask(f"/remove {number}")
    assert "Le viaduc de Kermor rouvre au trafic" in question.text
    assert editor.tap(question, "Garder").text.startswith("Il reste")
    assert LONG in quotes(reader, asked)
    assert editor.ask(f"/remove {number} oui").text.startswith("Retiré")
    assert editor.ask(f"/restore {number}").text.startswith("De retour")
    removed = editor.tap(editor.ask(f"/remove {number}"), "Retirer")
    assert LONG not in quotes(reader, asked)
    assert "retiré" in reader.press(answer, answer.buttons[0]).text
    assert "Déjà hors" in editor.ask(f"/remove {number}").text
    assert "a retiré cet article" in editor.file("kerlan-2.txt", BRIDGE.replace("Kerlan", "Kermor").encode()).text
    assert editor.tap(removed, RESTORE).text.startswith("De retour")
    assert LONG in quotes(reader, asked)
    assert "Déjà dans" in editor.ask(f"/restore {number}").text
    for wrong in ("/remove", "/remove x", "/restore 99999", "/remove 99999999999999999999"):
        assert "Quel article" in editor.ask(wrong).text


def test_the_list_is_leafed_through_by_buttons(editor: Adding, reader: Talk) -> None:
    lines = [
        json.dumps({"id": f"quai {n}", "text": f"Le quai {n} est long.", "date": str(1900 + n)}) for n in range(45)
    ]
    told = editor.file("quais.jsonl", "\n".join(lines).encode())
    first = reader.ask("/articles quai")
    assert first.text.splitlines()[1] == "• Le quai 44 est long — 1944"
    second = reader.tap(first, "Suivant ▶")
    assert "de 21 à 40" in second.text
    third = reader.tap(second, "Suivant ▶")
    assert third.text.splitlines()[-1] == "• Le quai 0 est long — 1900"
    assert reader.tap(third, "◀ Précédent").text == second.text == reader.ask("/articles quai #2").text
    editor.tap(told, UNDO)


def test_others_are_refused_whatever_they_try(editor: Adding, reader: Talk) -> None:
    told = editor.file("kept.txt", BRIDGE.encode())
    assert "réservée à la rédaction" in reader.ask(f"/add {LIGHTHOUSE}").text
    for insisting in ("/add", f"/remove {number_in(told)}", f"/restore {number_in(told)}", f"/undo {number_in(told)}"):
        reader.server.say(reader.chat, reader.person, insisting)
    sent = reader.exchange(lambda: reader.server.send_file(reader.chat, reader.person, "a.txt", LIGHTHOUSE.encode()))
    assert "Seule la rédaction" in sent.text
    assert "Seule la rédaction" in reader.ask("https://example.org/story").text
    for data in ("u:1-9", f"r:{number_in(told)}", f"b:{number_in(told)}"):
        query = reader.server.forge(sent, data, reader.person)
        assert reader.popup(query)
    assert "a été ajouté" not in reader.ask("/articles Skarn").text
    assert "Kerlan" in reader.ask("/articles Kerlan").text
    editor.tap(told, UNDO)


def test_only_editors_have_their_commands_in_the_menu(bot: RunningBot, editor: Adding, reader: Talk) -> None:
    editor.ask("/start")
    scope = f"chat:{editor.person.id}"
    editor.server.wait_until(lambda: {(scope, ""), (scope, "fr")} <= editor.server.world.commands.keys())
    menus = editor.server.world.commands
    assert [one["command"] for one in menus[scope, "fr"]] == [*COMMANDS, *EDITORS_COMMANDS]
    assert [one["command"] for one in menus["default", "fr"]] == list(COMMANDS)
    assert f"chat:{reader.person.id}" not in {place for place, _ in menus}
    assert "/remove" in editor.ask("/help").text
    assert "/remove" not in reader.ask("/help").text
    menus[scope, "fr"] = []
    bot.restart()
    assert [one["command"] for one in menus[scope, "fr"]] == [*COMMANDS, *EDITORS_COMMANDS]


def test_in_a_group_an_editor_adds_what_the_command_replies_to(bot: RunningBot, editor: Adding) -> None:
    group = bot.server.group("Rédaction", owner=editor.person)
    talk = Adding(bot.server, group, editor.person)
    posted = bot.server.send_file(group, editor.person, "groupe.txt", BRIDGE.encode())
    assert "Répondez /add" in talk.ask("/add@ibid_test_bot").text
    told = talk.text("/add@ibid_test_bot", reply_to=posted)
    assert "Ajouté" in told.text
    talk.tap(told, UNDO)
