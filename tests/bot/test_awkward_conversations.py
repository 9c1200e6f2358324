"""Conversations about awkward texts: emoji, right-to-left words, characters that Telegram alters, endless sentences."""

import pytest

from tests.common.running_bot import Talk

ASTRAL = "La sonde Mirabelle 🛰️ s’est posée sur l’astéroïde Tuvalis 👩‍🚀 en 𝟐𝟎𝟑𝟏, selon l’agence 🚀."
EMOJI = f"🚀🚀🚀 Bonne nouvelle ! 𝓐vant l’aube, tout était prêt. {ASTRAL}\n"
# Right-to-left words, isolates and a combining sequence: all that Telegram passes on.
HEBREW = "Le mot \u2067שלום\u2069 figure sur la stèle de Karmela, écrit עברית en lettres d’or e\u0301maille\u0301es."
# What Telegram drops (an override) or makes a space (a tab).
TURNED = "La fresque de Zorvane\u202e porte\tla date de 1622 et le nom du peintre Ulric Adam."
STELE = f"{HEBREW}\n\n{TURNED}\n"
# A sentence that no message can hold, and three of which a message holds two.
ENDLESS = "L’inventaire du château de Brumelac énumère " + ", ".join(f"la pièce numéro {n}" for n in range(400)) + "."
THIRDS = [
    "Le trésor du couvent d’Ostrelle comprend " + ", ".join(f"{n} {what}" for n in range(first, first + 80)) + "."
    for first, what in ((100, "ciboires dorés"), (300, "livres reliés"), (500, "tapis anciens"))
]
ARTICLES = {
    "sonde.txt": EMOJI,
    "stele.txt": STELE,
    "inventaire.txt": ENDLESS,
    **{f"tresor{number}.txt": sentence for number, sentence in enumerate(THIRDS)},
}
# As Telegram shows what it alters in a text.
SHOWN = str.maketrans({"\u202e": None, "\t": " "})
UNSPOKEN = "Karmela"
pytestmark = pytest.mark.usefixtures("nothing_refused")


def test_emoji_and_mathematical_letters_are_quoted_whole(talk: Talk) -> None:
    answer = talk.ask("Où la sonde Mirabelle s’est-elle posée ?")
    assert ASTRAL in answer.quoted("blockquote")
    assert ASTRAL in talk.press(answer, answer.buttons[0]).quoted("bold")


def test_right_to_left_words_and_combining_accents_are_quoted_whole(talk: Talk) -> None:
    answer = talk.ask("Quel mot figure sur la stèle de Karmela ?")
    assert HEBREW in answer.quoted("blockquote")
    assert HEBREW in talk.press(answer, answer.buttons[0]).quoted("bold")


def test_characters_that_telegram_alters_are_sent_as_it_would_show_them(talk: Talk) -> None:
    shown = TURNED.translate(SHOWN)
    answer = talk.ask("Quelle date porte la fresque de Zorvane ?")
    assert shown in answer.quoted("blockquote")
    assert shown in talk.press(answer, answer.buttons[0]).quoted("bold")


def test_a_sentence_longer_than_a_message_is_shown_as_far_as_it_fits(talk: Talk) -> None:
    answer = talk.ask("Qu’énumère l’inventaire du château de Brumelac ?")
    assert len(answer.quoted("blockquote")[0]) > 1000
    assert ENDLESS.startswith(answer.quoted("blockquote")[0])
    paragraph = talk.press(answer, answer.buttons[0])
    assert ENDLESS.startswith(paragraph.quoted("bold")[-1])


def test_an_answer_longer_than_a_message_is_split_between_sentences(talk: Talk) -> None:
    talk.server.say(talk.chat, talk.person, "Que comprend le trésor du couvent d’Ostrelle ?")
    messages = talk.server.wait_for(talk.chat, 2)
    quotes = [message.quoted("blockquote") for message in messages]
    assert sorted(quotes[0] + quotes[1]) == sorted(THIRDS)
    assert [[b["callback_data"][0] for b in message.buttons] for message in messages] == [
        ["s", "s"],
        ["s", "y", "+", "-"],
    ]
    assert quotes[1][0] in talk.ask("/source 3", reply_to=messages[1]).quoted("bold")
    assert quotes[0][0] in talk.ask("/source", reply_to=messages[0]).quoted("bold")
