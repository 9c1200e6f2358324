"""The messages with which people choose: a language, a group's settings. Their buttons' data say what is chosen."""

from dataclasses import replace

from bot.locales import LANGUAGES, Lang, say
from bot.memory import Choice
from bot.wording.messages import Button, Reply

# What the first characters of a button's data mean.
LANGUAGE, SETTING = "l:", "g:"
# What may be chosen besides a language; the same words follow the commands /language and /settings.
AUTO, EACH, SURE, POSSIBLE = "auto", "each", "sure", "possible"
NAMES: dict[Lang, str] = {
    "en": "English",
    "fr": "Français",
    "de": "Deutsch",
    "es": "Español",
    "it": "Italiano",
    "pt": "Português",
}
# Buttons side by side whose words a narrow phone shows whole.
ABREAST = 3


def render_language(lang: Lang, *, done: bool) -> Reply:
    """Which language the bot speaks, and a button for each that it can."""
    follow = Button(say(lang, "language.follow"), f"{LANGUAGE}{AUTO}")
    return Reply(say(lang, "language.chosen" if done else "language.which"), rows=(*_languages(LANGUAGE), (follow,)))


def render_settings(choice: Choice, lang: Lang) -> Reply:
    """What a group has set, and buttons to set it otherwise."""
    language = NAMES[choice.language] if choice.language else say(lang, "settings.each")
    possible = say(lang, "settings.yes" if choice.possible else "settings.no")
    doubt = "settings.forbid" if choice.possible else "settings.allow"
    return Reply(
        say(lang, "settings.group", language=language, possible=possible),
        rows=(
            *_languages(SETTING),
            (Button(say(lang, "settings.each_button"), f"{SETTING}{EACH}"),),
            (Button(say(lang, doubt), f"{SETTING}{SURE if choice.possible else POSSIBLE}"),),
        ),
    )


def chosen(before: Choice, wanted: str) -> Choice:
    """A group's choice after a press of the button with these data; the same for data that no button has."""
    if wanted in (SURE, POSSIBLE):
        return replace(before, possible=wanted == POSSIBLE)
    if wanted == EACH:
        return replace(before, language=None)
    return replace(before, language=next((lang for lang in LANGUAGES if lang == wanted), before.language))


def _languages(kind: str) -> list[tuple[Button, ...]]:
    """A button for each language, each in its own."""
    buttons = [Button(NAMES[one], f"{kind}{one}") for one in LANGUAGES]
    return [tuple(buttons[at : at + ABREAST]) for at in range(0, len(buttons), ABREAST)]
