"""What people think of answers, and what the editors hear of it."""

import asyncio

from telegram import Bot, MaybeInaccessibleMessage, Message, Update

from bot.handlers.desk import Context, Desk, message_of, pressed_in, speaker_of, words
from bot.locales import say
from bot.memory import Verdict
from bot.sending import acknowledge, meant_for, replied, send, topic
from bot.wording import render_gaps

THANKS = {"liked": "feedback.liked", "disliked": "feedback.disliked"}


async def press_like(desk: Desk, update: Update, context: Context) -> None:
    await _press(desk, update, context, "liked")


async def press_dislike(desk: Desk, update: Update, context: Context) -> None:
    await _press(desk, update, context, "disliked")


async def good(desk: Desk, update: Update, context: Context) -> None:
    """`/good`: of the answer that it replies to, else of the last one."""
    await _command(desk, update, context, "liked")


async def bad(desk: Desk, update: Update, context: Context) -> None:
    """`/bad`, in the same way."""
    await _command(desk, update, context, "disliked")


async def gaps(desk: Desk, update: Update, context: Context) -> None:
    """`/gaps`: for editors, what the articles left open."""
    message, lang = message_of(update), await desk.lang(update)
    unanswered, disliked = await asyncio.to_thread(desk.memory.gaps.open)
    verdicts = await asyncio.to_thread(desk.memory.gaps.verdicts)
    await send(context.bot, message, words(render_gaps(unanswered, disliked, verdicts, lang)))


async def _press(desk: Desk, update: Update, context: Context, verdict: Verdict) -> None:
    pressed, lang = pressed_in(update), await desk.lang(update)
    if pressed.message and await _judge(desk, context.bot, pressed.message, pressed.from_user.id, verdict):
        await acknowledge(pressed, say(lang, THANKS[verdict]))
    else:
        await acknowledge(pressed, say(lang, "button.stale"))


async def _command(desk: Desk, update: Update, context: Context, verdict: Verdict) -> None:
    message, lang = message_of(update), await desk.lang(update)
    target: Message | None = replied(message)
    user_id = speaker_of(message)
    if target is None:
        last = await asyncio.to_thread(desk.memory.conversations.last, message.chat_id, topic(message))
        done = last is not None and await _note(desk, message.chat_id, last.message_id, user_id, verdict, "")
    else:
        done = await _judge(desk, context.bot, target, user_id, verdict)
    await send(context.bot, message, words(say(lang, THANKS[verdict] if done else "feedback.no_answer")))


async def _judge(desk: Desk, bot: Bot, answer: MaybeInaccessibleMessage, user_id: int, verdict: Verdict) -> bool:
    original = replied(answer) if isinstance(answer, Message) else None
    asked = (meant_for(bot, original) or original.text or "") if original else ""
    return await _note(desk, answer.chat.id, answer.message_id, user_id, verdict, asked)


async def _note(desk: Desk, chat_id: int, message_id: int, user_id: int, verdict: Verdict, asked: str) -> bool:
    """Keep a verdict; False where the message is no answer. What was asked is known while the answer is recent, and
    otherwise told by Telegram, which keeps a question beside the answer that replies to it."""
    cited = await asyncio.to_thread(desk.memory.conversations.citations_of, chat_id, message_id)
    if cited is None:
        return False
    recent = desk.recent.answer(chat_id, message_id)
    question = recent.question if recent else asked
    await asyncio.to_thread(desk.memory.gaps.judged, chat_id, message_id, user_id, verdict, question, cited)
    return True
