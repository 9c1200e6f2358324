"""What is said of many articles at once: where a quotation stands, what happened when, who said what."""

from bot.wording.surveys.files import as_csv, as_markdown, render_file
from bot.wording.surveys.listing import FILES, Listing, render_all, render_listing, said_of_faults, shown_on, unpacked
from bot.wording.surveys.quotations import as_answer, render_found, sources_of_found
from bot.wording.surveys.statements import SAID, list_statements
from bot.wording.surveys.timelines import TIMELINE, list_timeline

__all__ = [
    "FILES", "SAID", "TIMELINE", "Listing", "as_answer", "as_csv", "as_markdown", "list_statements", "list_timeline",
    "render_all", "render_file", "render_found", "render_listing", "said_of_faults", "shown_on", "sources_of_found",
    "unpacked",
]  # fmt: skip
