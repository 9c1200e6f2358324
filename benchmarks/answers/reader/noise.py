"""Questions as people type them: small letters, no accents, words left out, slips."""

import random
import re
import unicodedata

# How often each happens to a question. Chosen by hand from 248 typed questions: 8 in 10 have no capital for a name.
SMALL, NO_MARK, NO_ACCENTS, NO_APOSTROPHE, SPOKEN = 0.35, 0.15, 0.12, 0.06, 0.15
NO_ASKING_WORD, WORDS_LOST, LOST = 0.08, 0.12, 0.15
SLIPS, SLIP = 2, 0.08
ASKING = re.compile(r"(?i)^qu['’ ]?est[- ]ce qu(?:e |['’])")
ASKING_WORDS = frozenset(
    (
        "qui", "que", "quoi", "quel", "quelle", "quels", "quelles", "où", "ou", "quand", "comment", "combien",
        "pourquoi", "est-ce", "who", "what", "which", "where", "when", "how", "why", "whom", "whose", "was", "wer",
        "wo", "wann", "wie", "warum", "welche", "welcher", "welches", "qué", "quién", "cuál", "cuándo", "dónde", "cómo",
        "cuánto", "hva", "hvem", "hvor", "når", "qual", "quais", "quem", "quando", "onde", "como",
    )
)  # fmt: skip
OFTEN = "aeiostrn"


def as_typed(question: str, chance: random.Random) -> str:
    """The question as somebody might type it.

    "Qu'est-ce que la Réunion ?" may become "c'est quoi la reunion" or "qu'est-ce que la Réunoin".
    """
    if chance.random() < SPOKEN:
        question = ASKING.sub(lambda _: chance.choice(["c'est quoi ", "qu est ce que "]), question)
    drawn = chance.random()
    if drawn < SMALL:
        question = question.lower().rstrip(" ?!.")
    elif drawn < SMALL + NO_MARK:
        question = question.rstrip(" ?!.")
    if chance.random() < NO_ACCENTS:
        spread = unicodedata.normalize("NFD", question)
        question = "".join(letter for letter in spread if not unicodedata.combining(letter))
    if chance.random() < NO_APOSTROPHE:
        question = question.replace("'", " ").replace("’", " ")
    question = _with_words_lost(question, chance)
    for _ in range(SLIPS):
        if chance.random() < SLIP:
            question = slip(question, chance)
    return question


def _with_words_lost(question: str, chance: random.Random) -> str:
    drawn = chance.random()
    words = question.split()
    if drawn < NO_ASKING_WORD:
        words = [word for word in words if word.lower().strip("?,'") not in ASKING_WORDS]
    elif drawn < NO_ASKING_WORD + WORDS_LOST:
        words = [word for word in words if chance.random() > LOST]
    return " ".join(words) if len(words) > 1 else question


def slip(question: str, chance: random.Random) -> str:
    """One letter missing, doubled, wrong, or in its neighbour's place; the first letter stays."""
    letters = [place for place, letter in enumerate(question) if letter.isalpha()]
    if len(letters) < 6:
        return question
    at = chance.choice(letters[1:-1])
    before, letter, after = question[:at], question[at], question[at + 1 :]
    drawn = chance.random()
    if drawn < 0.35:
        return before + after
    if drawn < 0.7 and after[:1].isalpha():
        return before + after[0] + letter + after[1:]
    if drawn < 0.85:
        return before + letter + letter + after
    return before + chance.choice(OFTEN) + after
