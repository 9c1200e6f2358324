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
