"""Who speaks in a sentence is told as the sentence names them, or nobody is."""

import pytest

from retrieval.claims.speech import name_words, speech_in, split_about


def speaker(text: str, lang: str) -> tuple[str, bool] | None:
    found = speech_in(text, lang)
    return (text[found.start : found.end], found.direct) if found else None


@pytest.mark.parametrize(
    ("text", "lang", "who", "direct"),
    [
        ("« Nous avons tout perdu », regrette Solange Prigent, présidente du port.", "fr", "Solange Prigent", True),
        ("“C'est fini”, a déclaré jeudi le maire de Kerlan à la presse.", "fr", "le maire de Kerlan", True),
        ("La tour compte 213 marches, selon le cadastre.", "fr", "le cadastre", False),
        ("D’après l’AFP, trois quais sont fermés.", "fr", "l’AFP", False),
        ("Mme Le Bris a affirmé mardi que le port rouvrirait.", "fr", "Mme Le Bris", False),
        ("Après la crue le maire a dit que tout irait bien.", "fr", "le maire", False),
        ("Le maire d'Angers, Paul Durand, a annoncé la fermeture.", "fr", "Le maire d'Angers, Paul Durand", False),
        ('"We lost everything," said Morag Sinclair, the last keeper.', "en", "Morag Sinclair", True),
        ("The bridge will open in May, the mayor said.", "en", "the mayor", False),
        ("Mr. Smith told reporters on Tuesday that he would leave.", "en", "Mr. Smith", False),
        ("According to Reuters, two people left.", "en", "Reuters", False),
        ("In 2023 NASA announced that the station leaks.", "en", "NASA", False),
    ],
)
def test_the_speaker_is_told_in_the_words_of_the_sentence(text: str, lang: str, who: str, direct: bool) -> None:
    assert speaker(text, lang) == (who, direct)


@pytest.mark.parametrize(
    ("text", "lang"),
    [("Il a expliqué que tout allait bien.", "fr"), ('"It is over," she said.', "en")],
)
def test_a_pronoun_speaks_without_a_name(text: str, lang: str) -> None:
    found = speech_in(text, lang)
    assert found is not None
    assert not found.named


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("Le prix varie selon les saisons.", "fr"),
        ("Selon la taille du pont, le prix varie.", "fr"),
        ("L'armée n'a pas dit combien.", "fr"),
        ("Emmanuel Macron n'a pas déclaré que la guerre était finie.", "fr"),
        ("The storm claimed 12 lives.", "en"),
        ("According to the plan, work begins in May.", "en"),
        ("Harald opened the gate because he feared a crush.", "en"),
        ("Der Bürgermeister sagte, dass alles gut sei.", "de"),
    ],
)
def test_what_is_beyond_no_doubt_is_nobodys(text: str, lang: str) -> None:
    assert speech_in(text, lang) is None


def test_names_are_compared_without_titles() -> None:
    assert name_words("le président Emmanuel Macron") == name_words("M. Emmanuel Macron") == ("Emmanuel", "Macron")
    assert name_words("the police") == ("police",)


def test_whom_and_about_what_is_asked() -> None:
    assert split_about("Macron à propos de Notre-Dame") == ("Macron", "Notre-Dame")
    assert split_about("Jean-Luc Godard on film") == ("Jean-Luc Godard", "film")
    assert split_about("NASA") == ("NASA", "")
