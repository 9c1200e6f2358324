"""Sentences of many articles on Telegram: in pages, by buttons and by words, and as a file."""

import csv
import io

import pytest

from tests.common.running_bot import RunningBot, Talk

YEARS = "\n\n".join(
    f"En {year}, le gardien du phare de Sarn a compté {year - 1500} navires qui passaient au large de l'île."
    for year in range(1901, 1915)
)
FOG = "« Le feu reste allumé », a déclaré Anne Le Bris, la maire de Sarn."
ARTICLES = {
    "sarn.md": f"---\ntitle: Les navires\ndate: 2020-05-16\nlang: fr\n---\n\n{YEARS}\n",
    "brume.md": f"---\ntitle: La brume\ndate: 2021-05-16\nlang: fr\n---\n\n{FOG}\n",
}
pytestmark = pytest.mark.usefixtures("nothing_refused")


def file_of(talk: Talk) -> str:
    *_, content = talk.server.world.files.values()
    return content.decode()


def test_a_timeline_is_in_pages_with_the_sources_of_each(bot: RunningBot, talk: Talk) -> None:
    first = talk.ask("/timeline phare de Sarn")
    assert "14 phrases datées" in first.text
    assert first.quoted("bold")[:2] == ["1901", "1901"]
    second = talk.tap(first, "Suivant ▶")
    assert second.message_id == first.message_id
    assert second.quoted("bold")[0] == "1907"
    assert "Page 2 sur 3" in second.text
    assert "En 1908" in "".join(talk.ask("/source 2", reply_to=second).quoted("bold"))
    assert talk.ask("/chronologie phare de Sarn #2").text == second.text
    bot.restart()
    assert "Page 3 sur 3" in talk.tap(second, "Suivant ▶").text


def test_a_long_subject_is_read_from_the_message_that_asked(talk: Talk) -> None:
    subject = "le gardien du phare de Sarn, les navires qui passaient au large de l'île"
    first = talk.ask(f"/timeline {subject}")
    assert max(len(button["callback_data"].encode()) for button in first.buttons) <= 64
    assert "Page 2 sur 3" in talk.tap(first, "Suivant ▶").text


def test_all_of_it_is_a_file_by_a_button_and_by_a_word(talk: Talk) -> None:
    table = talk.press_named(talk.ask("/timeline phare de Sarn"), "Fichier CSV")
    assert table.document == "Chronologie-de-phare-de-Sarn.csv"
    rows = list(csv.DictReader(io.StringIO(file_of(talk))))
    assert [row["date"] for row in rows] == [str(year) for year in range(1901, 1915)]
    assert rows[0]["sentence"] == YEARS.partition("\n")[0]
    assert talk.ask("/timeline phare de Sarn markdown").document == "Chronologie-de-phare-de-Sarn.md"
    assert f"**1901**\n\n> {YEARS.partition(chr(10))[0]}" in file_of(talk)


def test_what_is_missing_or_wrong_is_said(talk: Talk) -> None:
    assert "/timeline tour Eiffel" in talk.ask("/timeline").text
    assert "Aucune phrase datée" in talk.ask("/timeline cassoulet").text
    assert "source:" in talk.ask("/timeline phare sorce:gazette").text


def test_who_said_what_is_listed_with_sources_and_marked_in_answers(talk: Talk) -> None:
    found = talk.ask("/dit Le Bris sur le feu")
    assert found.quoted("blockquote") == [FOG]
    assert found.quoted("bold")[0] == "Anne Le Bris"
    assert FOG in talk.press(found, found.buttons[0]).quoted("bold")
    assert talk.press_named(found, "Fichier CSV").document == "Ce-qu-a-dit-Le-Bris-sur-le-feu.csv"
    assert "/said Macron" in talk.ask("/said").text
    answer = talk.ask("Qui a déclaré que le feu reste allumé ?")
    assert "· selon Anne Le Bris" in answer.text
    assert answer.quoted("blockquote") == [FOG]
