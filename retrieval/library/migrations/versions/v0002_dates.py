"""The date of a living article beside its number, so that the latest are found without looking at all."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.add_column("articles", sa.Column("date", sa.Text))
    op.execute(
        "UPDATE articles SET date = (SELECT coalesce(versions.date, '') FROM versions"
        " WHERE versions.number = articles.version) WHERE state = 'living'"
    )
    op.create_index("ix_articles_date", "articles", ["date"])
