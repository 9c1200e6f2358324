"""The parts of a long paste are one text again, as far as Telegram lets know; an album is answered once."""

from bot.conversation.together import Albums, Pastes

LONG = "mot " * 1023 + "sons"


def test_what_follows_a_full_message_at_once_is_its_next_part() -> None:
    pastes = Pastes()
    pastes.begin((1, 7, 10), 100.0, LONG, 4096)
    paste = pastes.continues((1, 7, 12), 101.0)
    assert paste
    paste.parts[12] = ("ge.", 3)
    assert paste.text == f"{LONG}ge."
    assert not paste.is_full
    assert pastes.continues((1, 7, 12), 101.0) is paste
    assert pastes.continues((1, 7, 14), 101.0) is None


def test_a_message_of_somebody_else_elsewhere_or_later_is_no_part() -> None:
    pastes = Pastes()
    pastes.begin((1, 7, 10), 100.0, LONG, 4096)
    for place, at in (((1, 8, 12), 100.0), ((2, 7, 12), 100.0), ((1, 7, 12), 110.0), ((1, 7, 10), 100.0)):
        assert pastes.continues(place, at) is None
    pastes.begin((1, 7, 11), 100.0, "Et ?", 4)
    assert pastes.continues((1, 7, 12), 100.0) is None
    pastes.begin((1, 7, 13), 100.0, LONG, 4096)
    pastes.begin((2, 9, 14), 200.0, "Et ?", 4)
    assert pastes.continues((1, 7, 15), 100.0) is None
    pastes.begin((1, 7, 13), 100.0, LONG, 4096)
    pastes.forget(1)
    assert pastes.continues((1, 7, 14), 100.0) is None


def test_a_part_that_was_cut_between_words_or_sentences_gets_its_space_back() -> None:
    pastes = Pastes()
    for first, between in (("Il pleut.", "\n"), ("Il pleut", " ")):
        pastes.begin((1, 7, 10), 100.0, first, 4090)
        paste = pastes.continues((1, 7, 12), 100.0)
        assert paste
        paste.parts[12] = ("Encore", 6)
        assert paste.text == f"{first}{between}Encore"


def test_of_an_album_the_first_message_alone_is_answered() -> None:
    albums = Albums()
    assert albums.is_first(1, "a", 10)
    assert not albums.is_first(1, "a", 11)
    assert albums.is_first(1, "a", 10)
    assert albums.is_first(1, None, 12)
