"""Authors are taken apart where that is beyond doubt, and left whole elsewhere."""

import pytest

from bot.references.persons import persons


@pytest.mark.parametrize(
    ("author", "expected"),
    [
        ("Anne Le Bris", [("Le Bris", "Anne")]),
        ("Jean-Luc Dupont et Marie Curie", [("Dupont", "Jean-Luc"), ("Curie", "Marie")]),
        ("Jean Dupont, Marie Curie", [("Dupont", "Jean"), ("Curie", "Marie")]),
        ("Jean Dupont; Marie Curie", [("Dupont", "Jean"), ("Curie", "Marie")]),
        ("Charles de Gaulle", [("de Gaulle", "Charles")]),
        ("Ludwig van Beethoven", [("van Beethoven", "Ludwig")]),
        ("Jeanne d'Arc", [("d'Arc", "Jeanne")]),
        ("Sinéad O’Connor", [("O’Connor", "Sinéad")]),
        ("John F. Kennedy", [("Kennedy", "John F.")]),
        ("Jean DUPONT", [("DUPONT", "Jean")]),
        ("By John Smith", [("Smith", "John")]),
        ("Par Anne Le Bris", [("Le Bris", "Anne")]),
        ("Dupont, Jean", [("Dupont", "Jean")]),
        ("Le Bris, Anne", [("Le Bris", "Anne")]),
        ("AFP", [("AFP", "")]),
        ("Reuters, AFP", [("Reuters", ""), ("AFP", "")]),
        ("Agence France-Presse", [("Agence France-Presse", "")]),
        ("Associated Press", [("Associated Press", "")]),
        ("The Guardian", [("The Guardian", "")]),
        ("Le Monde avec AFP", [("Le Monde avec AFP", "")]),
        ("L’Équipe", [("L’Équipe", "")]),
        ("La rédaction", [("La rédaction", "")]),
        ("Service Politique", [("Service Politique", "")]),
        ("BBC NEWS", [("BBC NEWS", "")]),
        ("le correspondant à Lille", [("le correspondant à Lille", "")]),
        ("王小明", [("王小明", "")]),
        ("user4711", [("user4711", "")]),
        ("Anne Le Bris and Anne Le Bris", [("Le Bris", "Anne")]),
        (None, []),
        ("  ;, ", []),
    ],
)
def test_a_name_is_taken_apart_only_where_it_is_a_persons(author: str | None, expected: list[tuple[str, str]]) -> None:
    assert [(person.family, person.given) for person in persons(author)] == expected


def test_initials_keep_hyphens() -> None:
    (person,) = persons("Jean-Luc Marie Dupont")
    assert person.initials == "J.-L. M."
