"""Abbreviations are read from where an article explains them, and from nowhere else."""

import pytest

from retrieval.language.abbreviations import Abbreviation, abbreviations


@pytest.mark.parametrize(
    ("text", "short", "long"),
    [
        (
            "La République populaire démocratique de Corée (RPDC) a réagi.",
            "RPDC",
            "République populaire démocratique de Corée",
        ),
        (
            "« La RPDC (République populaire démocratique de Corée, NDLR) est prête », dit-il.",
            "RPDC",
            "République populaire démocratique de Corée",
        ),
        (
            "A report by the Intergovernmental Panel on Climate Change (IPCC) says so.",
            "IPCC",
            "Intergovernmental Panel on Climate Change",
        ),
        (
            "Le Groupe d'experts intergouvernemental sur l'évolution du climat (GIEC) se réunit.",
            "GIEC",
            "Groupe d'experts intergouvernemental sur l'évolution du climat",
        ),
        ("Dix instituts d'études politiques (IEPs) recrutent.", "IEP", "instituts d'études politiques"),
        ("The United Nations (U.N.) voted.", "UN", "United Nations"),
        ("L'Union européenne (UE) hésite.", "UE", "Union européenne"),
        ("La Banque centrale européenne (« BCE ») relève ses taux.", "BCE", "Banque centrale européenne"),
        (
            "La Société nationale des chemins de fer français (SNCF) recrute.",
            "SNCF",
            "Société nationale des chemins de fer français",
        ),
        (
            "la Communauté économique des États de l'Afrique de l'Ouest (CEDEAO)",
            "CEDEAO",
            "Communauté économique des États de l'Afrique de l'Ouest",
        ),
        ("l'Organisation du traité de l'Atlantique nord (OTAN)", "OTAN", "Organisation du traité de l'Atlantique nord"),
        ("Le Mouvement démocrate (MoDem) présente une liste.", "MoDem", "Mouvement démocrate"),
        ("The World Health Organization (WHO, founded in 1948) agreed.", "WHO", "World Health Organization"),
        ("The FBI (Federal Bureau of Investigation) searched the house.", "FBI", "Federal Bureau of Investigation"),
        ("Made of deoxyribonucleic acid (DNA), it coils.", "DNA", "deoxyribonucleic acid"),
        ("weapons of mass destruction (WMDs) were not found", "WMD", "weapons of mass destruction"),
        ("Die Europäische Union (EU) zögert.", "EU", "Europäische Union"),
        ("Der Bundesnachrichtendienst (BND) schweigt.", "BND", "Bundesnachrichtendienst"),
        (
            "Die CDU (Christlich Demokratische Union) verliert.",
            "CDU",
            "Christlich Demokratische Union",
        ),
        (
            "selon l'Institut national de la statistique et des études économiques (Insee)",
            "Insee",
            "Institut national de la statistique et des études économiques",
        ),
        (
            "l'Institut international de coopération intellectuelle (IICI)",
            "IICI",
            "Institut international de coopération intellectuelle",
        ),
        ("un produit intérieur brut (PIB) en hausse", "PIB", "produit intérieur brut"),
    ],
)
def test_an_explained_abbreviation_is_found(text: str, short: str, long: str) -> None:
    """In both orders, in French, English and German; the long form is quoted as it stands."""
    assert abbreviations(text) == (Abbreviation(short, long),)
    assert long in text


@pytest.mark.parametrize(
    "text",
    [
        "Le président Macron (2012) a parlé.",
        "Le sommet a lieu en Russie (AFP).",
        "L'armée a fait part à Paris de ses pertes (AFP)",
        "Kim Jong Un et Vladimir Poutine ( POOL / Vladimir SMIRNOV )",
        "Marine Le Pen (RN) et François Bayrou (MoDem) débattent.",
        "Il est né à Lyon (Rhône) en 1950.",
        "Le député (LR) du Rhône vote contre.",
        "He won (see Table 2) and left (sic).",
        "Senator Elizabeth Warren (D-Mass.) objects.",
        "Die Partei (siehe oben) verliert (dpa).",
        "The report (PDF) is online.",
        "Emmanuel (EM) est parti.",
        "OTAN (North Atlantic Treaty Organization)",
        "Les prix baissent. Ensuite (PBE) rien.",
        "un avion (A) et un bateau (B)",
        "()(())((((",
        "",
    ],
)
def test_other_parentheses_explain_nothing(text: str) -> None:
    """Years, agencies, credits, parties, places and remarks stand for nothing."""
    assert abbreviations(text) == ()


def test_each_is_named_once_in_its_order() -> None:
    """A text that explains two abbreviations, one of them twice, explains two."""
    text = "L'Union européenne (UE) et la Banque mondiale (BM) ; l'Union européenne (UE)."
    assert [found.short for found in abbreviations(text)] == ["UE", "BM"]


def test_a_hostile_text_is_read_to_its_end() -> None:
    """Ten thousand parentheses, open or closed, are no reason to give up."""
    assert abbreviations("(" * 10_000) == ()
    assert abbreviations("a a a a " * 2_000 + "(AAAAAAAA) " * 2_000) == ()
