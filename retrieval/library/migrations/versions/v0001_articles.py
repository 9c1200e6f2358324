"""Articles, their versions and passages, the change log, the files of followed folders."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table("library", sa.Column("name", sa.String, primary_key=True))
    op.create_table(
        "articles",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("origin", sa.Text, nullable=False, unique=True),
        sa.Column("id", sa.Text, nullable=False, unique=True),
        sa.Column("file", sa.Text, nullable=False, index=True),
        sa.Column("followed", sa.Boolean, nullable=False),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("lang", sa.String, index=True),
        sa.Column("first", sa.BigInteger),
        sa.Column("passages", sa.Integer, nullable=False),
        sa.Column("sought", sa.Text, nullable=False),
    )
    op.create_table(
        "versions",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("article", sa.Integer, sa.ForeignKey("articles.number"), nullable=False, index=True),
        sa.Column("version", sa.String(12), nullable=False, unique=True),
        sa.Column("digest", sa.String(32), nullable=False),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("title", "text")),
        sa.Column("lang", sa.String, nullable=False),
        *(sa.Column(name, sa.Text) for name in ("date", "url", "author", "source")),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("blocks", "layout")),
    )
    op.create_table(
        "passages",
        sa.Column("number", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True, autoincrement=False),
        sa.Column("version", sa.Integer, sa.ForeignKey("versions.number"), nullable=False),
        sa.Column("place", sa.Integer, nullable=False),
    )
    op.create_table(
        "changes",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("article", sa.Integer, sa.ForeignKey("articles.number"), nullable=False, index=True),
        sa.Column("version", sa.Integer, sa.ForeignKey("versions.number"), nullable=False),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("at", sa.Float, nullable=False),
        *(
            sa.Column(name, sa.BigInteger, nullable=False)
            for name in ("removed_from", "removed_to", "added_from", "added_to")
        ),
    )
    op.create_table(
        "files",
        sa.Column("path", sa.Text, primary_key=True),
        sa.Column("size", sa.BigInteger, nullable=False),
        sa.Column("changed", sa.BigInteger, nullable=False),
    )
