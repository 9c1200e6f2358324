"""What became of a cited sentence: it stands, its article was corrected, or withdrawn."""

import regex
from sqlalchemy import Connection

from retrieval.errors import UnknownCitation
from retrieval.language import terms
from retrieval.library.records import joined, unpack_passages, with_version
from retrieval.library.schema import VERSIONS
from retrieval.packing import article_of
from retrieval.types import Citation, Passage, Sentence, Source

CITATION_ID = regex.compile(r"([0-9a-z]{12})-([0-9a-z]{1,8})-([0-9a-z]{1,8})")
# Below this share of common terms, no passage of the corrected article is said to be the new form of the old one.
ALIKE = 0.2


def find_source(connection: Connection, citation_id: str) -> Source:
    """The sentence that `citation_id` names, whatever has become of its article.

    Only a whole sentence has an id: a forged one that would quote half of it is unknown, like any other that no
    article has held. Raises UnknownCitation.
    """
    match = CITATION_ID.fullmatch(citation_id)
    row = connection.execute(with_version(match[1])).mappings().first() if match else None
    if match and row:
        start, length = int(match[2], 36), int(match[3], 36)
        sentence = Sentence(start, start + length)
        for passage in unpack_passages(article_of(row), row["layout"]):
            if sentence in passage.sentences:
                citation = Citation(passage, sentence)
                if row["state"] != "living":
                    return Source(citation, "withdrawn")
                if row["current"] == row["version_number"]:
                    return Source(citation, "current")
                current = connection.execute(joined().where(VERSIONS.c.number == row["current"])).mappings().one()
                return Source(
                    citation, "corrected", _closest(passage, unpack_passages(article_of(current), current["layout"]))
                )
    raise UnknownCitation("No article of the library holds this sentence.")


def _closest(old: Passage, passages: tuple[Passage, ...]) -> Passage | None:
    """The passage of the corrected article that shares most of its terms with the old one (Jaccard)."""
    said = set(terms(old.text, old.article.lang))
    best, most = None, ALIKE
    for passage in passages:
        other = set(terms(passage.text, passage.article.lang))
        if (share := len(said & other) / len(said | other)) > most:
            best, most = passage, share
    return best
