"""What is watched is told when it comes, from feeds and from editors; over HTTP, as people meet it."""

from collections.abc import Callable, Iterator

import pytest

from tests.bot_api import Sent
from tests.common.feed_site import FeedSite, feed_site
from tests.common.running_bot import RunningBot, Talk

EDITORS = range(5242, 5262)
NEXT = iter(EDITORS)
SETTINGS = {"IBID_EDITORS": ",".join(map(str, EDITORS)), "IBID_PRIVATE_ADDRESSES": "yes", "IBID_READER": "none"}
UNSPOKEN = "Kermelo"
pytestmark = pytest.mark.usefixtures("nothing_refused")


def question(place: str) -> str:
    return f"Combien de voitures le bac de {place} transporte-t-il par jour ?"


def ferry(place: str, number: int = 120) -> str:
    return (
        f"Le bac de {place} reprend du service\n\nLe bac de {place} transporte {number} voitures par jour. "
        "Il avait été arrêté en mars après une avarie."
    )


def sentence(place: str, number: int = 120) -> str:
    return f"Le bac de {place} transporte {number} voitures par jour."


@pytest.fixture
def editor(bot: RunningBot) -> Talk:
    person = bot.server.user(next(NEXT), language_code="fr")
    return Talk(bot.server, bot.server.private_chat(person), person)


@pytest.fixture
def site() -> Iterator[FeedSite]:
    with feed_site() as made:
        yield made


def told(talk: Talk, act: Callable[[], object]) -> Sent:
    """What the bot says of itself after something was done elsewhere."""
    return talk.exchange(act)


def test_who_watches_is_told_the_sentence_with_its_source(talk: Talk, editor: Talk) -> None:
    added = talk.ask(f"/watch {question('Kermelo')}")
    assert added.text.startswith("Je veille désormais")
    assert question("Kermelo") in added.text
    news = told(talk, lambda: editor.server.say(editor.chat, editor.person, f"/add {ferry('Kermelo')}"))
    assert news.quoted("blockquote") == [sentence("Kermelo")]
    assert question("Kermelo") in news.text.splitlines()[0]
    source = talk.press(news, news.buttons[0])
    assert sentence("Kermelo") in source.text
    assert "1 phrase est arrivée." in talk.ask("/watches").text


def test_a_watch_is_paused_resumed_put_to_an_hour_and_ended_by_buttons_and_by_words(talk: Talk) -> None:
    added = talk.ask(f"/watch {question('Trémel')}")
    hours = talk.tap(added, "Une fois par jour…")
    assert [button["text"] for button in hours.buttons][:24] == [str(hour) for hour in range(24)]
    assert "à 18:00" in talk.tap(hours, "18").text
    assert "En pause" in talk.ask("/watches 1 pause").text
    listed = talk.ask("/watches")
    assert [button["text"] for button in listed.buttons] == ["1 · rythme…", "1 · reprendre", "1 · fin"]
    assert "à 18:00" in talk.tap(listed, "1 · reprendre").text
    assert "aussitôt" in talk.ask("/watches 1 aussitôt").text
    assert "Fin de la veille" in talk.ask("/watches 1 fin").text
    assert talk.ask("mes veilles").text.startswith("Rien n’est en veille.")


@pytest.mark.parametrize(
    "said", ["/watch", "/watch bonjour", f"/watch {'a ' * 400}", "/watches 7 fin", "/watches 1 noon"]
)
def test_what_can_not_be_watched_is_explained(talk: Talk, said: str) -> None:
    assert "/watch" in talk.ask(said).text


def test_a_mistyped_operator_is_explained_and_nothing_is_watched(talk: Talk) -> None:
    assert "/help" in talk.ask("/watch qui gagne after:hier-soir").text
    assert talk.ask("/watches").text.startswith("Rien n’est en veille.")


def test_a_reply_with_watch_watches_the_question_that_it_replies_to(talk: Talk) -> None:
    asked = talk.server.say(talk.chat, talk.person, question("Plouarzel"))
    talk.server.wait_for(talk.chat, 1)
    assert question("Plouarzel") in talk.ask("/watch", reply_to=asked).text


def test_in_a_group_the_administrators_say_what_is_watched(bot: RunningBot, editor: Talk) -> None:
    owner, other = bot.server.user(language_code="fr"), bot.server.user(language_code="fr")
    chat = bot.server.group("Rédaction", owner=owner, members=[other])
    name = bot.server.world.me["username"]
    said = Talk(bot.server, chat, other).ask(f"/watch@{name} {question('Lanildut')}")
    assert said.text == "Dans un groupe, ce sont les administrateurs qui disent ce qui est en veille."
    group = Talk(bot.server, chat, owner)
    group.ask(f"/watch@{name} {question('Lanildut')}")
    news = told(group, lambda: editor.server.say(editor.chat, editor.person, f"/add {ferry('Lanildut')}"))
    assert news.quoted("blockquote") == [sentence("Lanildut")]


def test_who_forgets_or_has_blocked_the_bot_is_told_nothing(bot: RunningBot, talk: Talk, editor: Talk) -> None:
    gone, blocking = bot.talk("fr"), bot.talk("fr")
    for one in (gone, blocking):
        one.ask(f"/watch {question('Molène')}")
    talk.ask(f"/watch {question('Molène')}")
    talk.ask("/forget")
    gone.chat.shut = "bot was blocked by the user"  # and no update has said so yet
    bot.server.block(blocking.person)
    last = bot.talk("fr")
    last.ask(f"/watch {question('Molène')}")
    news = told(last, lambda: editor.server.say(editor.chat, editor.person, f"/add {ferry('Molène')}"))
    assert news.quoted("blockquote") == [sentence("Molène")]
    said = [one.text for chat in (talk.chat, gone.chat, blocking.chat) for one in bot.server.sent(chat)]
    assert not any(sentence("Molène") in text for text in said)
    bot.server.refused[:] = [one for one in bot.server.refused if "blocked" not in str(one)]


def test_what_came_while_the_bot_was_away_is_told_once(bot: RunningBot, talk: Talk, editor: Talk) -> None:
    talk.ask(f"/watch {question('Ouessant')}")
    before = len(bot.server.sent(talk.chat))
    editor.ask(f"/add {ferry('Ouessant')}")
    bot.kill()
    bot.server.wait_for(talk.chat, before + 1)
    bot.restart()
    editor.ask("/about")
    said = [one.text for one in bot.server.sent(talk.chat)[before:]]
    assert sum(sentence("Ouessant") in text for text in said) == 1
    # The search for a lost message asks to change what it finds.
    bot.server.refused[:] = [one for one in bot.server.refused if "not modified" not in str(one)]


def test_an_editor_follows_a_feed_from_a_page_of_its_site_and_leaves_it(
    editor: Talk, site: FeedSite, talk: Talk
) -> None:
    site.publish("/ferry", "Le bac", ferry("Sein"), plain=True)
    said = editor.ask(f"/feeds {site.url}/feed").text
    assert said.startswith("Suivi")
    assert site.url in said
    listed = editor.ask("/feeds")
    assert "La Gazette" in listed.text
    assert "pas encore lu" in listed.text
    assert editor.tap(listed, "Retirer La Gazette").text.startswith("Aucun flux n’est suivi.")
    assert "n’est pas une adresse web" in editor.ask("/feeds gazette").text
    assert "is no feed, and names none" in editor.ask(f"/feeds {site.url}/ferry").text
    assert "rédaction" in talk.ask("/feeds").text
