"""Short articles, written for the tests, and libraries made of them."""

from retrieval.index.index import Index, build_index
from retrieval.index.kept import KeptIndex
from retrieval.library.library import Library
from retrieval.reading.blocks import split_blocks
from retrieval.surveys.surveys import Surveys
from retrieval.types import Article

BRIDGE = """Le viaduc de Kerlan rouvre au trafic

Le viaduc de Kerlan, fermé depuis mars 2021, a rouvert mardi matin aux voitures. Il mesure 412 mètres de long.

La mairie avait ordonné sa fermeture parce que deux piliers s'étaient fissurés pendant la crue de février. \
Les travaux ont coûté 8,4 millions d'euros, payés pour moitié par la région.

« Nous avons perdu un tiers de nos clients », regrette Solange Prigent, présidente de l'association des \
commerçants du bourg. Selon elle, la prime promise par la CCPK (Communauté de communes du pays de Kerlan) n'est \
jamais arrivée."""

# What BRIDGE answers in its second sentence.
QUESTION = "Quelle est la longueur du viaduc de Kerlan ?"

LIGHTHOUSE = """The Skarn lighthouse goes dark

The Skarn lighthouse was switched off on 4 May 2019 after 161 years of service. It stands on a rock in the Firth \
of Dunmore, nine miles from the nearest village.

Engineers replaced it with a buoy because ships now rely on satellite navigation. The last keeper, Morag Sinclair, \
retired to Oban in 1998, when the lamp became automatic."""

TOWER = """La tour de Sarn

La tour de Sarn est un phare de granit qui se dresse sur l'île du même nom. La tour de Sarn pèse 4 200 tonnes.

Il pleut souvent. Le premier est un mystère."""


def article(text: str, lang: str = "fr", **fields: str) -> Article:
    """An article as a reader would make it; its first line is the title."""
    values = {"id": text.partition("\n")[0], "title": text.partition("\n")[0], **fields}
    return Article(text=text, lang=lang, blocks=split_blocks(text), **values)


def library(*articles: Article) -> tuple[Library, Index]:
    """A library and its index; of both stories where no articles are given."""
    made = Library(articles or (article(BRIDGE, date="2023-05-16", source="La Gazette"), article(LIGHTHOUSE, "en")))
    return made, build_index(made)


def surveys(made: Library) -> Surveys:
    """The surveys of a library that ends with the process."""
    assert made.folder is not None
    return Surveys(made, KeptIndex(made, made.folder))
