"""What is said? Answers, sources, lists and notices as text, entities and buttons.

Not for sending, and not for how an answer was found.
"""

from bot.wording.about import render_about, render_welcome
from bot.wording.additions import TOLD, UNDO, render_added, render_undone, unpack
from bot.wording.choosing import AUTO, LANGUAGE, SETTING, chosen, render_language, render_settings
from bot.wording.collection import (
    KEEP,
    LISTED,
    PAGE,
    REMOVE,
    RESTORE,
    list_articles,
    render_not_removed,
    render_page,
    render_removal,
    render_removed,
    render_restored,
)
from bot.wording.explaining import render_explanation
from bot.wording.joined import Told, render_joined
from bot.wording.menu import COMMANDS, EDITORS_COMMANDS
from bot.wording.messages import MESSAGE, Button, Reply, inline, utf16
from bot.wording.naming import LABEL, NAME, TITLE, attribution, describe
from bot.wording.opinions import list_gaps, render_gaps, write_question_set
from bot.wording.proof import ARTICLE, COPY, SOURCE, START, WALK, NoSource, cited_by, pick_source, render_copy
from bot.wording.replies import (
    ANOTHER,
    ASK,
    ASKING,
    DISLIKE,
    LIKE,
    NAMED,
    WHY,
    Ask,
    agreement,
    opening,
    render_another,
    render_answer,
    render_inline,
    render_left,
    sources_of,
)
from bot.wording.sources import render_gone, render_kept, warning
from bot.wording.wholes import render_article

__all__ = [
    "ANOTHER",
    "ARTICLE",
    "ASK",
    "ASKING",
    "AUTO",
    "COMMANDS",
    "COPY",
    "DISLIKE",
    "EDITORS_COMMANDS",
    "KEEP",
    "LABEL",
    "LANGUAGE",
    "LIKE",
    "LISTED",
    "MESSAGE",
    "NAME",
    "NAMED",
    "PAGE",
    "REMOVE",
    "RESTORE",
    "SETTING",
    "SOURCE",
    "START",
    "TITLE",
    "TOLD",
    "UNDO",
    "WALK",
    "WHY",
    "Ask",
    "Button",
    "NoSource",
    "Reply",
    "Told",
    "agreement",
    "attribution",
    "chosen",
    "cited_by",
    "describe",
    "inline",
    "list_articles",
    "list_gaps",
    "opening",
    "pick_source",
    "render_about",
    "render_added",
    "render_another",
    "render_answer",
    "render_article",
    "render_copy",
    "render_explanation",
    "render_gaps",
    "render_gone",
    "render_inline",
    "render_joined",
    "render_kept",
    "render_language",
    "render_left",
    "render_not_removed",
    "render_page",
    "render_removal",
    "render_removed",
    "render_restored",
    "render_settings",
    "render_undone",
    "render_welcome",
    "sources_of",
    "unpack",
    "utf16",
    "warning",
    "write_question_set",
]  # fmt: skip
