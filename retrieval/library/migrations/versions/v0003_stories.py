"""Articles that say nearly the same have one story; the library's are compared with each other once."""

import sqlalchemy as sa
from alembic import op

from retrieval.library.stories import link_stories

revision = "0003"
down_revision = "0002"

# Articles compared at a time.
AT_ONCE = 200


def upgrade() -> None:
    op.add_column("articles", sa.Column("story", sa.Integer))
    op.create_index("ix_articles_story", "articles", ["story"])
    op.create_table(
        "sketches",
        sa.Column("key", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("article", sa.Integer, sa.ForeignKey("articles.number"), primary_key=True, autoincrement=False),
        sqlite_with_rowid=False,
    )
    living = sa.text(
        "SELECT articles.number, versions.text FROM articles JOIN versions ON versions.number = articles.version"
        " WHERE articles.state = 'living' AND articles.number > :after ORDER BY articles.number LIMIT :most"
    )
    after = 0
    while rows := op.get_bind().execute(living, {"after": after, "most": AT_ONCE}).all():
        link_stories(op.get_bind(), dict(rows))
        after = rows[-1][0]
