"""Many articles at once, in a terminal: what is printed, and what other programs are given."""

import io
import json
from pathlib import Path

from rich.console import Console

from bot.shell.session import converse
from retrieval.answering.answering import answer
from retrieval.types import Answer
from tests.common.running_bot import ibid
from tests.common.stories import BRIDGE, library, surveys

LIBRARY, INDEX = library()
LONG = "Il mesure 412 mètres de long."


def ask(question: str) -> Answer:
    return answer(question, LIBRARY, INDEX)


def said(*lines: str) -> str:
    file = io.StringIO()
    assert converse(ask, LIBRARY, surveys(LIBRARY), Console(file=file, width=200), lines, "fr") == 0
    return file.getvalue()


def test_a_pasted_quotation_is_looked_for_and_its_source_can_be_shown() -> None:
    text = said(f"« {LONG} »", "/source", "/cite")
    assert text.startswith("Mot pour mot, à 1 endroit\u00a0:")
    assert text.count(LONG) == 3
    assert "«\u00a0412\u00a0» dans l’article, «\u00a0420\u00a0» dans votre texte" in said(
        f'"{LONG}"'.replace("412", "420")
    )


def test_the_passages_nearest_to_what_stands_nowhere_are_named_and_shown() -> None:
    text = said('"Le viaduc de Kerlan est interdit aux camions depuis hier"', "/nearest 1")
    assert "dans aucun article" in text
    assert "(1) Le viaduc de Kerlan rouvre au trafic" in text
    assert "fermé depuis mars 2021" in text


def test_a_program_is_told_where_a_quotation_stands_and_in_what_it_differs(tmp_path: Path) -> None:
    file = tmp_path / "viaduc.txt"
    file.write_text(BRIDGE, encoding="utf-8")
    done = ibid(tmp_path, "ask", f'"{LONG}"', "--json", "--articles", str(file))
    found = json.loads(done.stdout)
    (place,) = found["quotation"]["places"]
    assert (done.returncode, found["confidence"], found["quotation"]["verdict"]) == (0, "sure", "verbatim")
    assert BRIDGE[place["start"] : place["end"]] == place["text"] == found["citations"][0]["sentence"] == LONG
    done = ibid(tmp_path, "ask", f'"{LONG.replace("412", "420")}"', "--json", "--articles", str(file))
    found = json.loads(done.stdout)
    (one,) = found["quotation"]["differences"]
    assert (done.returncode, found["confidence"], found["quotation"]["verdict"]) == (1, "nearest", "nearly")
    assert (one["article"]["text"], one["given"]["text"], found["citations"]) == ("412", "420", [])


def test_a_timeline_is_listed_and_its_sources_can_be_shown() -> None:
    text = said("/chronologie viaduc de Kerlan", "/source 2")
    assert text.startswith("«\u00a0viaduc de Kerlan\u00a0»\u00a0: 2 phrases datées")
    assert "16 mai 2023 («\u00a0mardi\u00a0», d’après la date de l’article, 16 mai 2023)" in text
    assert "Paragraphe 1 sur 3" in text
    assert said("/timeline viaduc de Kerlan csv").startswith("date,relative,written,sentence")


def test_a_timeline_is_printed_for_programs_in_the_form_they_ask_for(tmp_path: Path) -> None:
    file = tmp_path / "viaduc.md"
    file.write_text(f"---\ndate: 2023-05-16\nlang: fr\n---\n\n{BRIDGE}", encoding="utf-8")
    done = ibid(tmp_path, "timeline", "viaduc", "Kerlan", "--format", "json", "--articles", str(file))
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 0
    assert [(row["date"], row["relative"]) for row in rows] == [("2021-03", "no"), ("2023-05-16", "yes")]
    assert rows[0]["sentence"].startswith("Le viaduc de Kerlan, fermé depuis mars 2021")
    assert ibid(tmp_path, "timeline", "cassoulet", "--articles", str(file)).returncode == 1
    wrong = ibid(tmp_path, "timeline", "viaduc", "sorce:x", "--articles", str(file))
    assert (wrong.returncode, wrong.stdout) == (2, "")


def test_who_said_what_is_listed_and_a_program_is_told_who_speaks(tmp_path: Path) -> None:
    text = said("/dit Solange Prigent", "/source")
    assert text.startswith("Solange Prigent\u00a0: 1 phrase rapporte ses propos.")
    assert "Solange Prigent (avec des mots entre guillemets)\n« Nous avons perdu" in text.replace("\u00a0", " ")
    assert "Kerlan rouvre au trafic — La Gazette, 16 mai 2023 · selon Solange Prigent" in text
    file = tmp_path / "viaduc.txt"
    file.write_text(BRIDGE, encoding="utf-8")
    done = ibid(tmp_path, "said", "Prigent", "sur", "les", "clients", "--format", "json", "--articles", str(file))
    (row,) = map(json.loads, done.stdout.splitlines())
    assert (row["speaker"], row["direct"], row["paragraph"]) == ("Solange Prigent", "yes", 3)
