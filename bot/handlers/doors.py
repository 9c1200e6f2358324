"""Who is let in: invitations, the list of those who have a role, and its end. The gate has seen to it that an editor
asks; what only owners may do is told here."""

import asyncio
import logging

from telegram import Update
from telegram.constants import ChatType

from bot.access import DAYS, list_people, render_invitation
from bot.handlers.desk import Context, Desk, asker, message_of, words
from bot.locales import Lang, say
from bot.memory import Role
from bot.sending import send

log = logging.getLogger(__name__)


async def invite(desk: Desk, update: Update, context: Context) -> None:
    """`/invite` a reader; `/invite editor`, for owners. The link is for one person, so it is not shown to a group."""
    message, lang = message_of(update), await desk.lang(update)
    user_id, _ = asker(update)
    wanted = " ".join(context.args or ()).strip().lower()
    role: Role = "editor" if wanted == "editor" else "reader"
    if message.chat.type != ChatType.PRIVATE:
        said = say(lang, "access.private")
    elif wanted not in ("", "reader", "editor"):
        said = say(lang, "access.invite_whom")
    elif role == "editor" and desk.access.role(user_id) != "owner":
        said = say(lang, "access.owners_only")
    elif role == "reader" and not desk.access.askers.invited:
        said = say(lang, "access.no_invitations")
    else:
        parameter, until = await asyncio.to_thread(desk.access.people.invite, role, DAYS, user_id or 0)
        log.info("Person %s made an invitation (%s)", user_id, role)
        said = render_invitation(role, parameter, until, context.bot.username, lang)
    await send(context.bot, message, words(said))


async def users(desk: Desk, update: Update, context: Context) -> None:
    """`/users`: everybody with a role, and how many invitations are open. Not for a group to read."""
    message, lang = message_of(update), await desk.lang(update)
    if message.chat.type != ChatType.PRIVATE:
        await send(context.bot, message, words(say(lang, "access.private")))
        return
    await send(context.bot, message, words(await asyncio.to_thread(list_people, desk.access, lang)))


async def revoke(desk: Desk, update: Update, context: Context) -> None:
    """`/revoke 123456789`, of a person; `/revoke invitations`, of all that are open."""
    message, lang = message_of(update), await desk.lang(update)
    wanted = " ".join(context.args or ()).strip().lower()
    said = await asyncio.to_thread(_revoke, desk, asker(update)[0], wanted, lang)
    await send(context.bot, message, words(said))


def _revoke(desk: Desk, by: int | None, wanted: str, lang: Lang) -> str:
    access = desk.access
    if wanted == "invitations":
        return say(lang, "access.withdrawn", number=access.people.withdraw_invitations())
    if not (wanted.isdecimal() and wanted.isascii()):
        return say(lang, "access.revoke_whom")
    user_id = int(wanted)
    if user_id in access.fixed:
        return say(lang, "access.fixed")
    if access.is_editor(user_id) and access.role(by) != "owner":
        return say(lang, "access.owners_only")
    done = access.people.revoke(user_id)
    log.info("Person %s revoked the role of %s", by, user_id)
    return say(lang, "access.revoked" if done else "access.unknown", id=user_id)
