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
from bot.locales import reader_language, say
from bot.sending import NO_PREVIEW, entities
from bot.wording import NAME, describe, render_inline
from bot.wording import inline as on_one_line

# Shorter texts are the beginnings of words.
SHORTEST = 3
# Seconds for which Telegram answers the same question, from anyone, by itself.
CACHED = 300


async def inline_query(desk: Desk, update: Update, context: Context) -> None:
    """Results are the same for everyone who asks the same, and nothing is remembered: so Telegram may keep them, and
    give them to others, unless not everyone may ask."""
    query = update.inline_query
    if query is None:
        raise TypeError("a handler of inline queries was given another update")
    asked = query.query.strip()
    lang = reader_language(query.from_user.language_code)
    results = []
    if len(asked) >= SHORTEST and not friendly_line(asked, lang):
        answer = await asyncio.to_thread(desk.ask, asked)
        # The words around a quotation are in the language of the question, whoever asks it.
        lang = reader_language(answer.lang)
        for citation in answer.citations:
            reply = render_inline(answer, citation, lang, context.bot.username)
            results.append(
                InlineQueryResultArticle(
                    citation.id,
                    on_one_line(describe(citation.article, lang), NAME),
                    InputTextMessageContent(reply.text, entities=entities(reply), link_preview_options=NO_PREVIEW),
                    description=on_one_line(citation.text, 2 * NAME),
                )
            )
    button = None if results else InlineQueryResultsButton(say(lang, "inline.none"), start_parameter="ask")
    try:
        personal = not desk.access.askers.everyone
        await query.answer(results, cache_time=CACHED, is_personal=personal, button=button)
    except BadRequest as error:
        if "query is too old" not in error.message.lower():
            raise
