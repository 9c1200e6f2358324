"""What is said of many articles at once: where a quotation stands, what happened when, who said what."""

from bot.wording.surveys.quotations import as_answer, render_found, sources_of_found

__all__ = ["as_answer", "render_found", "sources_of_found"]
