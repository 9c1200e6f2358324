"""Feeds that are followed, the pages that they announce, and how their servers are asked."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "feeds",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("url", sa.Text, nullable=False, unique=True),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("gone", sa.Boolean, nullable=False),
        *(sa.Column(name, sa.Text) for name in ("etag", "modified")),
        sa.Column("next_at", sa.Float, nullable=False),
        sa.Column("fetched_at", sa.Float),
        sa.Column("failures", sa.Integer, nullable=False),
        sa.Column("fault", sa.Text, nullable=False),
    )
    op.create_table(
        "feed_pages",
        sa.Column("url", sa.Text, primary_key=True),
        sa.Column("feed", sa.Integer, sa.ForeignKey("feeds.number"), nullable=False, index=True),
        sa.Column("mark", sa.String, nullable=False),
        sa.Column("date", sa.Text),
        sa.Column("state", sa.String, nullable=False, index=True),
        *(sa.Column(name, sa.Text) for name in ("etag", "modified")),
        *(sa.Column(name, sa.Float, nullable=False) for name in ("next_at", "announced_at")),
        sa.Column("failures", sa.Integer, nullable=False),
        sa.Column("fault", sa.Text, nullable=False),
    )
    op.create_table(
        "hosts",
        sa.Column("host", sa.Text, primary_key=True),
        *(sa.Column(name, sa.Float, nullable=False) for name in ("not_before", "busy_until")),
        sa.Column("robots", sa.Text),
        sa.Column("robots_at", sa.Float, nullable=False),
    )
