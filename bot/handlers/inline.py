"""`@bot question` in any chat: the best sentences, each a message to send with its source."""

import asyncio

from telegram import (
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
    Update,
)
from telegram.error import BadRequest

from bot.conversation import friendly_line
from bot.handlers.desk import Context, Desk
from bot.locales import Lang, reader_language, say
from bot.sending import NO_PREVIEW, entities
from bot.wording import ASKING, NAME, describe, quoted_of, render_inline
from bot.wording import inline as on_one_line
from retrieval.errors import SearchUnavailable
from retrieval.types import Answer, Citation

# Shorter texts are the beginnings of words.
SHORTEST = 3
# Seconds for which Telegram answers the same question, from anyone, by itself.
CACHED = 300
# And for which it keeps examples: at first they are still looked for.
BRIEFLY = 30


async def inline_query(desk: Desk, update: Update, context: Context) -> None:
    """Results are the same for everyone who asks the same, and nothing is remembered: so Telegram may keep them, and
    give them to others, unless not everyone may ask. What is no question yet gets examples, in the reader's language,
    as the words on a button are."""
    query = update.inline_query
    if query is None:
        raise TypeError("a handler of inline queries was given another update")
    asked, lang = query.query.strip(), await desk.lang(update)
    begun, away = len(asked) < SHORTEST or friendly_line(asked, lang) is not None, False
    said = "inline.empty" if begun else "inline.none"
    results: list[InlineQueryResultArticle] = []
    try:
        if begun:
            results = await asyncio.to_thread(_examples, desk, context.bot.username, lang)
        else:
            answer = await asyncio.to_thread(desk.ask, asked)
            results = [_result(answer, citation, context.bot.username) for citation in quoted_of(answer)]
            said = "inline.fault" if answer.faults else said
    except SearchUnavailable:
        said, away = "inline.away", True
    try:
        await query.answer(
            results,
            cache_time=0 if away else BRIEFLY if begun else CACHED,
            is_personal=begun or not results or not desk.access.askers.everyone,
            button=None if results else InlineQueryResultsButton(say(lang, said), start_parameter=ASKING),
        )
    except BadRequest as error:
        if "query is too old" not in error.message.lower():
            raise


def _examples(desk: Desk, bot_name: str, lang: Lang) -> list[InlineQueryResultArticle]:
    """Questions that the articles answer, each with its answer to be sent."""
    answers = [desk.ask(example.question) for example in desk.examples.offered(lang)]
    return [_result(one, one.citations[0], bot_name, one.question) for one in answers if one.citations]


def _result(answer: Answer, citation: Citation, bot_name: str, title: str = "") -> InlineQueryResultArticle:
    """The words around a quotation are in the language of the question, whoever asks it."""
    lang = reader_language(answer.lang)
    reply = render_inline(answer, citation, lang, bot_name)
    return InlineQueryResultArticle(
        citation.id,
        on_one_line(title or describe(citation.article, lang), NAME),
        InputTextMessageContent(reply.text, entities=entities(reply), link_preview_options=NO_PREVIEW),
        description=on_one_line(citation.text, 2 * NAME),
    )
