"""Languages, groups, what the bot says of itself: over HTTP, as people meet them."""

import pytest

from retrieval.language.language import detect_language
from tests.common.port_gwen import LANDED, LIT, TWO_SOURCES, WHEN_LIT
from tests.common.running_bot import RunningBot, Talk

# Which of these is answered with a doubt is the ranking's business; one of them is.
UNCERTAIN = [
    f"{start} {end} ?"
    for start in (
        WHEN_LIT[:-2],
        TWO_SOURCES[:-2],
        "Quelle est la rampe de la tour",
        "Depuis quand le feu est automatique",
    )
    for end in ("hier", "par le maire", "rouges", "dit le gardien", "dit le vieux gardien", "en bois verni", "Kermadec")
]
VAIN = "Quel est le salaire du président de la Mongolie ?"
SETTINGS = {"IBID_CONVERSATION_MINUTES": "45"}
pytestmark = pytest.mark.usefixtures("nothing_refused")


def spoken(text: str) -> str:
    return detect_language(text, ("fr", "en"))


def test_a_person_chooses_the_bots_language_by_button_or_by_command(bot: RunningBot, talk: Talk) -> None:
    choice = talk.ask("/language")
    assert spoken(talk.tap(choice, "English").text) == "en"
    assert spoken(talk.ask("/help").text) == "en"
    bot.restart()
    assert spoken(talk.ask("/help").text) == "en"
    assert LIT in talk.ask(WHEN_LIT).quoted("blockquote")
    assert spoken(talk.ask("/language fr").text) == "fr"
    assert spoken(talk.tap(talk.ask("/language en"), "Follow the language of Telegram").text) == "fr"


def test_a_quotation_stays_in_its_language_and_says_which(talk: Talk, bot: RunningBot) -> None:
    assert "(en anglais)" in talk.ask("When did the Harrow rover land?").text
    assert "(in French)" in bot.talk("en").ask(WHEN_LIT).text
    assert "(en " not in talk.ask(WHEN_LIT).text


def test_privacy_says_what_is_kept_and_about_what_runs(talk: Talk) -> None:
    assert "45 minutes" in talk.ask("/privacy").text
    about = talk.ask("/about").text
    assert about.startswith("Ibid 0.")
    assert "J’ai 3 articles." in about
    assert about.count("\xa0%") == 3


@pytest.mark.parametrize("parameter", ["s_garbage", "s_abc-1-2", "nonsense", "r_12"])
def test_a_link_that_leads_nowhere_is_said_to_lead_nowhere(talk: Talk, parameter: str) -> None:
    """It is not said that an article was changed or withdrawn: nobody knows of one."""
    said = talk.ask(f"/start {parameter}").text
    assert "lien" in said
    assert "retiré" not in said
    assert "lien" not in talk.ask("/start ask").text


class Group:
    """A group with its owner and one member, and how they address the bot."""

    def __init__(self, bot: RunningBot) -> None:
        self.server = bot.server
        self.owner = bot.server.user(language_code="fr", first_name="Olga")
        self.member = bot.server.user(language_code="fr", first_name="Milo")
        self.chat = bot.server.group("Rédaction", owner=self.owner, members=[self.member])
        self.name = bot.server.world.me["username"]

    def talk(self, *, as_owner: bool = False) -> Talk:
        return Talk(self.server, self.chat, self.owner if as_owner else self.member)


@pytest.fixture
def group(bot: RunningBot) -> Group:
    return Group(bot)


def test_in_a_group_an_answer_replies_to_its_question_and_a_reply_is_a_question(group: Group) -> None:
    talk = group.talk()
    answer = talk.ask(f"@{group.name} {WHEN_LIT}")
    assert answer.reply_to == 1
    assert LANDED in talk.ask("When did the Harrow rover land?", reply_to=answer).text


def test_in_a_group_the_bot_shrugs_without_a_word_when_the_articles_are_silent(group: Group) -> None:
    asked = group.server.say(group.chat, group.member, f"@{group.name} {VAIN}")
    place = (group.chat.id, asked["message_id"])
    group.server.wait_until(lambda: place in group.server.world.reactions)
    assert group.server.world.reactions[place] == [{"type": "emoji", "emoji": "🤷"}]
    assert group.server.sent(group.chat) == []


def test_where_the_shrug_is_not_allowed_a_word_says_it(group: Group) -> None:
    group.chat.reactions = frozenset("👍")
    before = len(group.server.refused)
    assert "ne répondent pas" in group.talk().ask(f"@{group.name} {VAIN}").text
    assert [one.method for one in group.server.refused[before:]] == ["setMessageReaction"]
    del group.server.refused[before:]


def test_added_to_a_group_the_bot_says_in_two_lines_what_it_does_and_how_to_call_it(group: Group) -> None:
    talk = group.talk(as_owner=True)
    group.server.kick(group.chat, group.owner)
    said = talk.exchange(lambda: group.server.add_bot(group.chat, group.owner)).text
    assert len(said.splitlines()) == 2
    assert f"@{group.name}" in said
    assert spoken(said) == "fr"


def test_administrators_set_a_groups_language_and_whether_it_wants_uncertain_answers(group: Group) -> None:
    talk = group.talk(as_owner=True)
    settings = talk.ask(f"/settings@{group.name}")
    assert "Réponses incertaines : données" in settings.text
    settings = talk.tap(settings, "English")
    assert "Uncertain answers: given" in settings.text
    settings = talk.tap(settings, "Keep quiet when uncertain")
    assert "Uncertain answers: not given" in settings.text
    assert spoken(group.talk().ask(f"/help@{group.name}").text) == "en"
    settings = talk.tap(talk.tap(settings, "Give uncertain answers"), "Each person’s own language")
    assert "Réponses incertaines : données" in settings.text


def test_an_uncertain_answer_is_kept_quiet_where_the_group_says_so(bot: RunningBot, group: Group) -> None:
    uncertain = next(question for question in UNCERTAIN if "peut-être" in bot.talk("fr").ask(question).text)
    owner = group.talk(as_owner=True)
    owner.tap(owner.ask(f"/settings@{group.name}"), "Taire les réponses incertaines")
    before = len(group.server.sent(group.chat))
    asked = group.server.say(group.chat, group.member, f"@{group.name} {uncertain}")
    group.server.wait_until(lambda: (group.chat.id, asked["message_id"]) in group.server.world.reactions)
    assert len(group.server.sent(group.chat)) == before
    assert LIT in group.talk().ask(f"@{group.name} {WHEN_LIT}").text


def test_others_than_administrators_change_nothing(group: Group) -> None:
    settings = group.talk(as_owner=True).ask(f"/settings@{group.name}")
    query = group.server.press(settings, "English", group.member)
    assert "administrateurs" in group.talk().popup(query)
    assert "administrateurs" in group.talk().ask(f"/settings@{group.name}").text
    assert group.server.sent(group.chat)[0].history == ()


def test_forget_in_a_group_is_for_its_administrators_and_for_oneself(group: Group) -> None:
    group.talk().ask(f"@{group.name} {WHEN_LIT}")
    assert "ses administrateurs" in group.talk().ask(f"/forget@{group.name}").text
    assert LIT in group.talk().ask(f"/source@{group.name}").quoted("bold")
    assert "de cette discussion" in group.talk(as_owner=True).ask(f"/forget@{group.name}").text
    assert "Posez d’abord" in group.talk().ask(f"/source@{group.name}").text


def test_descriptions_are_set_in_both_languages_and_only_when_they_changed(bot: RunningBot) -> None:
    texts, calls = bot.server.world.texts, bot.server.calls
    assert spoken(texts["description", ""]) == spoken(texts["short_description", ""]) == "en"
    assert spoken(texts["description", "fr"]) == spoken(texts["short_description", "fr"]) == "fr"
    before = sum(call.method.startswith("setMy") for call in calls)
    bot.restart()
    assert sum(call.method.startswith("setMy") for call in calls) == before
    texts["description", "fr"] = "Une vieille description."
    bot.restart()
    assert spoken(texts["description", "fr"]) == "fr"
    assert sum(call.method.startswith("setMy") for call in calls) == before + 1
