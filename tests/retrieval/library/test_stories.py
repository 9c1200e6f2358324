"""One story in several papers is recognised, quoted once, and never counted as several that agree."""

import json
from dataclasses import replace

import pytest

from bot.references import answer_as_json
from bot.shell.display import print_answer
from bot.wording.replies import render_answer
from retrieval.answering.answering import answer, search
from retrieval.index.index import bring_up_to_date, build_index
from retrieval.library.arrivals import Arrival
from retrieval.library.library import Library
from retrieval.library.sketches import BANDS, alike, shingles, sketch
from retrieval.types import Answer, Article
from tests.common.stories import BRIDGE, LIGHTHOUSE, article

ASKED = "Quelle est la longueur du viaduc de Kerlan ?"
LONG = "Il mesure 412 mètres de long."
BODY = BRIDGE.partition("\n\n")[2]
WIRE = article(BRIDGE, id="wire", date="2023-05-16", source="La Gazette")
# Another headline and a lead of its own; the end cut off; white space and a few words changed.
HEADED = article(f"À Kerlan, le pont est rouvert\n\nDe notre envoyé.\n\n{BODY}", id="headed", source="Le Matin")
CUT = article(BRIDGE.rpartition("\n\n")[0], id="cut", source="L'Écho")
EDITED = article(BRIDGE.replace("mesure 412", "mesure environ 412").replace("payés pour", "dont"), id="edited")
# A journalist's own words.
OWN_SAYS = "Le viaduc de Kerlan mesure 412 mètres de long, et on le traverse à nouveau."
OWN = article(
    f"Kerlan retrouve son viaduc\n\n{OWN_SAYS}",
    id="own",
    source="Ouest Soir",
    date="2023-05-20",
)


def asked(*articles: Article) -> Answer:
    library = Library(articles)
    return answer(ASKED, library, build_index(library))


def test_a_story_that_several_papers_carry_is_quoted_once_and_its_carriers_are_counted(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """In the answer's data, in a message, in a terminal and as JSON."""
    found = asked(WIRE, HEADED, CUT, article(LIGHTHOUSE, "en"))
    (citation,) = found.citations
    assert citation.text == LONG
    assert {citation.article.id, *(one.id for one in citation.copies)} == {"wire", "headed", "cut"}
    assert (found.agreeing, found.differing) == ((), ())
    (reply,) = render_answer(found, "fr")
    assert "(aussi dans 2 autres articles)" in reply.text
    print_answer(found, lang="en")
    assert "(also in 2 other articles)" in capsys.readouterr().out.replace("\n", " ")
    (told,) = json.loads(json.dumps(answer_as_json(found)))["citations"]
    assert len(told["copies"]) == 2
    assert told["copies"][0].keys() == told["article"].keys()


def test_who_carries_the_story_without_the_sentence_is_not_counted() -> None:
    """Edited there, it is no quotation of that paper."""
    found = asked(WIRE, EDITED)
    assert [one.copies for one in found.citations if one.text == LONG] == [()]


def test_copies_do_not_stand_in_the_way_of_an_answer_nor_of_other_articles() -> None:
    """A passage is no rival of itself: of 61 papers that carry it, it is as good an answer as of one."""
    other, copies = article(LIGHTHOUSE, "en"), [replace(WIRE, id=f"copy {n}") for n in range(60)]
    alone, few, many = asked(WIRE, OWN, other), asked(WIRE, OWN, other, *copies[:4]), asked(WIRE, OWN, other, *copies)
    assert few.probability == pytest.approx(alone.probability, abs=0.02)
    assert many.probability == pytest.approx(alone.probability, abs=0.02)
    for found in (alone, few, many):
        assert found.confidence != "none"
        assert {one.text for one in (*found.citations, *found.agreeing)} == {LONG, OWN_SAYS}
    library = Library([WIRE, OWN, other, *copies])
    _, ranking = search("Combien ont coûté les travaux du viaduc ?", library, build_index(library))
    assert ranking is not None
    texts = [ranked.citation.text for ranked in ranking.sentences]
    assert len(texts) == len(set(texts))


def test_a_story_agrees_with_others_and_not_with_itself() -> None:
    """Two papers with one wire, and one that went there, are two that say so."""
    found = asked(WIRE, HEADED, OWN)
    voices = {found.citations[0].article.id, *(one.article.id for one in found.agreeing)}
    assert len(found.agreeing) == 1
    assert "own" in voices


def test_a_story_is_left_by_correction_and_removal_and_joined_again() -> None:
    library = Library([WIRE, HEADED])
    index = build_index(library)

    def carried() -> int:
        bring_up_to_date(library, index)
        return len(answer(ASKED, library, index).citations[0].copies)

    assert carried() == 1
    other = replace(article(LIGHTHOUSE, "en"), id="headed")
    list(library.add([Arrival(other, "headed", "headed")]))
    assert carried() == 0
    assert library.stories({"headed"}) == {}
    list(library.add([Arrival(HEADED, "headed", "headed")]))
    assert carried() == 1
    library.remove(1)
    assert carried() == 0
    library.restore(1)
    assert carried() == 1


def test_the_copies_of_a_story_are_one_however_they_come() -> None:
    """All at once, one after the other, or again and again."""
    copies = [replace(WIRE, id=f"copy {n}", text=f"{WIRE.text} Page {n}.") for n in range(12)]
    library = Library([HEADED, *copies, CUT])
    alone = Library()
    for one in [HEADED, *copies, CUT] * 2:
        list(alone.add([Arrival(replace(one, title=f"{one.title} {len(alone)}"), one.id, one.id)]))
    for made in (library, alone):
        stories = made.stories({one.id for one in (HEADED, *copies, CUT)})
        assert len(stories) == 14
        assert len(set(stories.values())) == 1


def test_forms_that_are_filled_in_are_no_copies_of_each_other() -> None:
    """Short texts that share most of their words say different things."""
    forms = [
        article(f"{name} is a commune. It is found in the region of Brittany in the {n}th department.", "en", id=name)
        for n, name in enumerate(("Kerlan", "Kermor", "Kerdon"))
    ]
    assert Library(forms).stories({"Kerlan", "Kermor", "Kerdon"}) == {}


def test_texts_that_say_nearly_the_same_are_told_from_others() -> None:
    wire = shingles(WIRE.text)
    assert all(
        alike(wire, shingles(other.text)) and alike(shingles(other.text), wire) for other in (HEADED, CUT, EDITED)
    )
    assert not any(alike(wire, shingles(text)) for text in (OWN.text, LIGHTHOUSE, ""))


def test_sketches_are_the_same_for_ever() -> None:
    """Libraries hold them: another number here, and what is in a library would not be found again."""
    assert sketch(BRIDGE)[:4] == [1143173813, 643534174, 797487891, 115797484]
    assert shingles("« L’an 1 000 »\u202f: l'été — déjà…") == shingles("l'an 1 000, L'ÉTÉ DÉJÀ")
    assert len(sketch(BRIDGE)) == BANDS
    assert sketch("Un texte court.") == []
    assert len(shingles("東京都知事は記者会見で新しい橋について説明した。")) > 15
