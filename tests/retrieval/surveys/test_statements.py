"""Who said what: the sentences that report somebody's words, newest first, and nobody else's."""

from retrieval.library.library import Library
from retrieval.surveys.statements import Statement
from tests.common.stories import article, surveys

OLD = """Le port

« Le quai est usé », a déclaré Anne Le Bris, la maire de Kerlan. « Il sera refait », a ajouté la maire. Elle a \
précisé que le chantier durerait un an.

Jean Le Bris a affirmé que rien ne presse. Anne Le Bris habite le bourg."""
NEW = """La digue

Selon Mme Le Bris, la digue tiendra. La pluie tombe sur la digue.

« On attend. Le vent tourne », a expliqué Anne Le Bris."""
LIBRARY = Library(
    (
        article(OLD, date="2020-01-01", source="La Gazette"),
        article(NEW, date="2024-01-01", source="L'Écho"),
        article(NEW, id="copy", date="2024-01-02"),
    )
)


def said(asked: str) -> tuple[Statement, ...]:
    return surveys(LIBRARY).said(asked).statements


def test_the_newest_article_comes_first_and_what_several_have_comes_once() -> None:
    texts = [one.citation.text for one in said("Anne Le Bris")]
    assert texts[0] == "Selon Mme Le Bris, la digue tiendra."
    assert texts[-3:] == [
        "« Le quai est usé », a déclaré Anne Le Bris, la maire de Kerlan.",
        "« Il sera refait », a ajouté la maire.",
        "Elle a précisé que le chantier durerait un an.",
    ]
    assert len(texts) == len(set(texts)) == 5


def test_nobody_elses_words_are_told() -> None:
    assert [one.speaker for one in said("Jean Le Bris") if one.citation.article.source == "La Gazette"] == [
        "Jean Le Bris"
    ]
    assert said("Paul Martin") == ()


def test_a_pronoun_is_who_spoke_last_and_comes_with_the_sentence_before() -> None:
    (one,) = (one for one in said("Anne Le Bris") if one.citation.text.startswith("Elle"))
    assert one.speaker == "Anne Le Bris"
    assert one.citation.lead is not None
    assert not one.direct


def test_about_a_subject_only_what_speaks_of_it() -> None:
    assert [one.citation.text for one in said("Le Bris sur la digue")] == ["Selon Mme Le Bris, la digue tiendra."]
    assert said("Le Bris sur le cassoulet") == ()


def test_operators_say_of_which_articles() -> None:
    assert {one.citation.article.source for one in said("Anne Le Bris source:gazette")} == {"La Gazette"}
    assert [one.kind for one in surveys(LIBRARY).said("Anne sorce:gazette").faults] == ["name"]
