"""Taking back what an addition did, where nothing has happened to its articles since."""

from collections.abc import Sequence

from sqlalchemy import Connection, and_, false, func, or_, select

from retrieval.library.changes import Range
from retrieval.library.ledger import Ledger
from retrieval.library.records import joined, unpack_passages
from retrieval.library.schema import ARTICLES, CHANGES, UNDOABLE, VERSIONS
from retrieval.library.stories import link_stories
from retrieval.packing import article_of


def take_back(connection: Connection, changes: Sequence[Range]) -> int:
    """Undoes the changes with numbers in these ranges (from, to exclusive) that are the last of their article.

    An article that came in is out, and comes back when it is added again; one that was corrected has its text of
    before; all else stays as it is, also what a person has put back. Returns how many articles that were. The
    transaction must have the write lock.
    """
    later = CHANGES.alias()
    last = select(func.max(later.c.number)).where(later.c.article == ARTICLES.c.number).scalar_subquery()
    meant = or_(false(), *(and_(CHANGES.c.number >= begin, CHANGES.c.number < stop) for begin, stop in changes))
    came_in = CHANGES.c.removed_to == CHANGES.c.removed_from  # it was not there before
    query = select(ARTICLES, came_in.label("came_in"), CHANGES.c.number.label("change")).join(
        CHANGES, CHANGES.c.article == ARTICLES.c.number
    )
    living = ARTICLES.c.state == "living"
    undoable = CHANGES.c.kind.in_(UNDOABLE)
    rows = connection.execute(query.where(meant, living, undoable, CHANGES.c.number == last)).mappings().all()
    ledger = Ledger(connection)
    for row in rows:
        if row["came_in"]:
            ledger.withdraw("undone", row)
            continue
        earlier = select(CHANGES.c.version).where(CHANGES.c.article == row["number"], CHANGES.c.number < row["change"])
        version = earlier.order_by(CHANGES.c.number.desc()).limit(1).scalar_subquery()
        before = connection.execute(joined().where(VERSIONS.c.number == version)).mappings().one()
        article = article_of(before)
        count = len(unpack_passages(article, before["layout"]))
        ledger.publish("corrected", row, before["version_number"], article, count)
    ledger.write()
    link_stories(connection, ledger.published)
    return len(rows)
