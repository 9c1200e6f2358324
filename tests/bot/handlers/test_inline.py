"""`@bot question` in any chat: sentences to send, each with its source and a link to the proof."""

import pytest

from tests.bot_api.description import Json
from tests.common.port_gwen import ARTICLES as PORT_GWEN
from tests.common.port_gwen import LIT, STEPS, TWO_SOURCES, WHEN_LIT
from tests.common.running_bot import RunningBot
from tests.common.stories import TOWER

ARTICLES = PORT_GWEN | {"tour.txt": TOWER}
pytestmark = pytest.mark.usefixtures("nothing_refused")


def ask(bot: RunningBot, text: str, language: str = "fr") -> Json:
    """The bot's answer to an inline query."""
    query = bot.server.inline(bot.server.user(language_code=language), text)
    bot.server.wait_until(lambda: bot.server.answer(query))
    answer = bot.server.answer(query)
    assert answer is not None
    return answer


def test_each_result_is_a_sentence_with_its_source_and_a_link_to_the_proof(bot: RunningBot) -> None:
    answer = ask(bot, WHEN_LIT)
    first = answer["results"][0]
    content = first["input_message_content"]
    assert first["description"] == LIT
    assert content["message_text"].startswith(f"{LIT}\nSource : Le phare de Port-Gwen fête ses 150 ans — La Gazette")
    (link,) = (entity["url"] for entity in content["entities"] if entity["type"] == "text_link")
    assert link == f"https://t.me/{bot.server.world.me['username']}?start=s_{first['id']}"
    start = bot.talk("fr").ask(f"/start {link.partition('=')[2]}")
    assert LIT in start.quoted("bold")


def test_several_sentences_are_several_results_that_telegram_may_keep_for_everyone(bot: RunningBot) -> None:
    french, english = ask(bot, TWO_SOURCES), ask(bot, TWO_SOURCES, "en")
    assert sorted(result["description"] for result in french["results"]) == sorted(STEPS)
    assert french["results"] == english["results"]
    assert french["is_personal"] is False
    assert french["cache_time"] >= 60


@pytest.mark.parametrize(
    ("language", "said"), [("fr", "Les articles ne disent rien"), ("en", "The articles are silent")]
)
def test_what_has_no_answer_gives_no_results_but_the_way_to_the_bot_in_the_readers_language(
    bot: RunningBot, language: str, said: str
) -> None:
    answer = ask(bot, "Quel est le salaire du président de la Mongolie ?", language)
    assert answer["results"] == []
    assert answer["button"]["start_parameter"] == "ask"
    assert answer["button"]["text"].startswith(said)
    assert answer["is_personal"] is True


def test_operators_narrow_results_and_what_is_wrong_with_them_is_the_way_to_the_bot(bot: RunningBot) -> None:
    narrowed = ask(bot, f"{TWO_SOURCES} source:gazette")
    assert [result["description"] for result in narrowed["results"]] == [STEPS[0]]
    wrong = ask(bot, f"{TWO_SOURCES} sorce:gazette")
    assert wrong["results"] == []
    assert wrong["button"]["text"] == "Qu’est-ce qui ne va pas dans cette recherche\u00a0?"


def test_the_button_speaks_the_language_that_the_reader_chose(bot: RunningBot) -> None:
    talk = bot.talk("fr")
    talk.ask("/language en")
    query = bot.server.inline(talk.person, "Quel est le salaire du président de la Mongolie ?")
    bot.server.wait_until(lambda: bot.server.answer(query))
    assert (bot.server.answer(query) or {})["button"]["text"].startswith("The articles")


@pytest.mark.parametrize("text", ["", "ab", "bonjour"])
def test_what_is_no_question_yet_shows_questions_that_the_articles_answer(bot: RunningBot, text: str) -> None:
    answer = ask(bot, text)
    while not answer["results"]:  # they are looked for when the bot starts
        assert answer["button"]["text"] == "Continuez d’écrire votre question"
        answer = ask(bot, text)
    assert 1 <= len(answer["results"]) <= 3
    for result in answer["results"]:
        assert result["title"].endswith("?")
        assert result["input_message_content"]["message_text"].startswith(result["description"])
        assert result["description"] in ask(bot, result["title"])["results"][0]["description"]
    assert answer["is_personal"] is True


def test_nothing_is_remembered_of_an_inline_query(bot: RunningBot) -> None:
    ask(bot, "Combien gagne le président de Mongolie extérieure ?")
    assert b"Mongolie" not in bot.kept
    assert "Mongolie" not in bot.output


def test_a_query_that_waited_too_long_disturbs_nobody(bot: RunningBot) -> None:
    bot.server.fail_next("answerInlineQuery", 400, "Bad Request: query is too old and response timeout expired")
    query = bot.server.inline(bot.server.user(), WHEN_LIT)
    bot.server.wait_until(lambda: any(call.parameters.get("inline_query_id") == query for call in bot.server.calls))
    assert ask(bot, WHEN_LIT)["results"][0]["description"] == LIT
