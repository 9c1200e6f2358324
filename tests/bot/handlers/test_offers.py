"""An editor adds what was meant to be added, is asked where that is not clear, and can take everything back."""

import sqlite3
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from tests.bot_api import Sent
from tests.common.port_gwen import LIT, WHEN_LIT
from tests.common.running_bot import RunningBot, Talk
from tests.common.stories import BRIDGE, LIGHTHOUSE
from tests.common.web_site import PAGE, PARAGRAPHS, web_site

EDITORS = range(5242, 5272)
NEXT = iter(EDITORS)
SETTINGS = {"IBID_EDITORS": ",".join(map(str, EDITORS)), "IBID_PRIVATE_ADDRESSES": "yes"}
UNDO = "↩ Annuler"
pytestmark = pytest.mark.usefixtures("nothing_refused")


@pytest.fixture
def editor(bot: RunningBot) -> Talk:
    person = bot.server.user(next(NEXT), language_code="fr")
    return Talk(bot.server, bot.server.private_chat(person), person)


def settled(talk: Talk, message: Sent) -> Sent:
    """A message once it tells what became of an addition."""

    def now(sent: list[Sent]) -> Sent:
        return next(one for one in sent if one.message_id == message.message_id)

    return now(talk.server.wait_for(talk.chat, lambda sent: not now(sent).text.startswith("Lecture :"), 60))


def added(talk: Talk, text: str) -> Sent:
    return settled(talk, talk.ask(text))


def number_in(message: Sent) -> int:
    return int(message.text.partition("numéro ")[2].split()[0].strip(":."))


def test_what_looks_like_a_question_after_a_bare_add_is_asked_about(editor: Talk) -> None:
    editor.ask("/add")
    doubt = editor.ask(WHEN_LIT)
    assert [button["text"] for button in doubt.buttons] == ["Ajouter le texte", "Répondre", "Ne rien faire"]
    assert LIT in editor.press_named(doubt, "Répondre").quoted("blockquote")
    assert "→ Répondre" in [one.text for one in editor.server.sent(editor.chat)]
    assert LIT in editor.ask(WHEN_LIT).quoted("blockquote")
    editor.ask("/add")
    told = settled(
        editor, editor.press_named(editor.ask("Pourquoi le port de Zanvec est-il fermé ?"), "Ajouter le texte")
    )
    assert "Ajouté" in told.text
    editor.tap(told, UNDO)


def test_what_is_no_question_is_added_as_before_also_after_a_restart(bot: RunningBot, editor: Talk) -> None:
    editor.ask("/add")
    bot.restart()
    told = added(editor, LIGHTHOUSE)
    assert "Ajouté" in told.text
    editor.tap(told, UNDO)


def test_cancel_ends_what_waits(bot: RunningBot, editor: Talk) -> None:
    assert "Rien n’attend" in editor.ask("/cancel").text
    expecting = editor.ask("/add")
    bot.restart()
    assert editor.ask("/cancel").text.startswith("C’est annulé")
    assert {one.message_id: one.text for one in editor.server.sent(editor.chat)}[expecting.message_id] == (
        "Annulé : rien n’a été fait."
    )
    assert LIT in editor.ask(WHEN_LIT).quoted("blockquote")
    told = added(editor, f"/add {BRIDGE}")
    asking = editor.ask(f"/remove {number_in(told)}")
    editor.ask("/cancel")
    now = next(one for one in editor.server.sent(editor.chat) if one.message_id == asking.message_id)
    assert now.buttons == []
    assert "Kerlan" in editor.ask("/articles Kerlan").text
    editor.tap(told, UNDO)


def test_links_in_a_sentence_are_offered_to_be_added_and_not_searched_for(editor: Talk, bot: RunningBot) -> None:
    with web_site() as site:
        offer = editor.ask(f"Regarde ça : {site}/story. Et aussi {site}/latin !")
        assert "2 liens" in offer.text
        before = len(editor.server.sent(editor.chat))
        editor.server.press(offer, "Ajouter 2 pages", editor.person)

        def done(sent: list[Sent]) -> bool:
            return sum("Ajouté" in one.text for one in sent[before:]) == 2

        for told in editor.server.wait_for(editor.chat, done)[before:]:
            editor.tap(told, UNDO)
        assert "1 liens" not in editor.ask(f"{site}/story tu connais ?").text
        reader = bot.talk("fr")
        assert "lien" not in reader.ask(f"Que dit {site}/story sur le phare ?").text


def test_undo_takes_back_what_the_person_added_last_and_names_it(editor: Talk, bot: RunningBot) -> None:
    assert "aucun ajout" in editor.ask("/undo").text
    added(editor, f"/add {BRIDGE.replace('Kerlan', 'Kerzu')}")
    added(editor, f"/add {BRIDGE.replace('Kerlan', 'Kervran')}")
    assert "Le viaduc de Kervran" in editor.ask("/undo").text
    assert "Le viaduc de Kerzu" in editor.ask("/undo").text
    assert "aucun ajout" in editor.ask("/undo").text
    assert "Ker" not in editor.ask("/articles viaduc").text
    other = Talk(bot.server, bot.server.private_chat(bot.server.user(next(NEXT))), bot.server.user(next(NEXT)))
    assert other.person


def test_undo_of_what_was_no_addition_of_ones_own_asks_first(editor: Talk, bot: RunningBot) -> None:
    """A shipped article, another editor's, and one's own of the day before yesterday."""
    asking = editor.ask("/undo 1")
    assert "ne " in asking.text or "n’" in asking.text
    assert "/articles" not in asking.text
    title = editor.ask("/articles").text.splitlines()
    assert editor.tap(asking, "Garder").text.startswith("Il reste")
    assert editor.ask("/articles").text.splitlines() == title
    told = added(editor, f"/add {BRIDGE}")
    person = bot.server.user(next(NEXT), language_code="fr")
    other = Talk(bot.server, bot.server.private_chat(person), person)
    question = other.ask(f"/undo {number_in(told)}")
    assert "Le viaduc de Kerlan" in question.text
    assert question.buttons
    with sqlite3.connect(Path(bot.settings["IBID_DATA"]) / "conversations.sqlite") as kept:
        kept.execute("UPDATE added SET at = at - 200000")
    old = editor.ask("/undo")
    assert "Le viaduc de Kerlan" in old.text
    assert "Le viaduc de Kerlan" in editor.tap(old, UNDO).text
    assert "Kerlan" not in editor.ask("/articles viaduc").text


def test_undo_never_takes_back_a_restore(editor: Talk) -> None:
    told = added(editor, f"/add {BRIDGE}")
    number = number_in(told)
    editor.ask(f"/remove {number} oui")
    editor.ask(f"/restore {number}")
    assert "rien à annuler" in editor.ask(f"/undo {number}").text
    assert "changé depuis" in editor.popup(editor.server.press(told, UNDO, editor.person))
    assert "Kerlan" in editor.ask("/articles Kerlan").text
    editor.ask(f"/remove {number} oui")


def sent_file(
    talk: Talk, name: str | None, content: bytes, mime_type: str | None = None, *, sized: bool = True
) -> Sent:
    return settled(
        talk,
        talk.exchange(
            lambda: talk.server.send_file(talk.chat, talk.person, name, content, mime_type=mime_type, sized=sized)
        ),
    )


def test_a_file_without_a_suffix_is_read_by_its_media_type(editor: Talk) -> None:
    page = PAGE.format(PARAGRAPHS).encode()
    for name, content, kind in (
        ("page", page, "text/html"),
        ("Rapport du 2023.12", BRIDGE.encode(), "text/plain; charset=utf-8"),
        (None, BRIDGE.encode(), "text/plain"),
    ):
        told = sent_file(editor, name, content, kind)
        assert "viaduc" in told.text, told.text
        editor.tap(told, UNDO)
    assert "Rien n’a été ajouté" in sent_file(editor, "page", page).text


def test_a_file_that_does_not_say_its_size_and_is_too_large_is_said_to_be(editor: Talk, bot: RunningBot) -> None:
    told = editor.exchange(
        lambda: bot.server.send_file(editor.chat, editor.person, "gros.txt", bytes(20_000_001), sized=False)
    )
    assert "20 Mo" in told.text
    assert "ERROR" not in bot.output
    bot.server.refused.clear()  # whether it is too large is told by refusing it


STUB = "<p>Le viaduc de Kerlan a rouvert mardi. Les travaux ont coûté cher.</p><p>{}</p>"


class Papers(BaseHTTPRequestHandler):
    """Pages that show the beginning, and a short one that is whole."""

    def do_GET(self) -> None:
        said = {
            "/stub": STUB.format("Cet article est réservé aux abonnés."),
            "/brief": STUB.format("Il est long de 412 mètres."),
        }
        body = PAGE.format(said[self.path]).encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 — the name of the method's parameter
        """Nothing to standard error."""


def test_the_beginning_that_a_paywall_shows_is_not_added_as_news(editor: Talk) -> None:
    with web_site(Papers) as site:
        told = added(editor, f"{site}/stub")
        assert "Rien n’a été ajouté" in told.text
        assert "subscribers" in told.text
        told = added(editor, f"{site}/brief")
        assert "Ajouté" in told.text
        editor.tap(told, UNDO)
