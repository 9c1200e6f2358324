"""Invitations and roles in words, and the commands of the shell for them."""

import argparse
import asyncio
from datetime import UTC, datetime

from bot.access.access import Access
from bot.locales import Lang, say, say_date, say_number, terminal_language
from bot.memory import Memory, Role
from bot.settings import Settings, load_settings
from bot.wording import MESSAGE, utf16
from retrieval.errors import IbidError

DONE, FAILED = 0, 2
# For how long an invitation made on Telegram is good: an absence, not a season.
DAYS = 7
ROLE_WORDS = {"reader": "access.reader", "editor": "access.editor", "owner": "access.owner"}


def render_invitation(role: Role, parameter: str, until: float, bot_name: str, lang: Lang) -> str:
    """The link, and what it is good for."""
    link = f"https://t.me/{bot_name}?start={parameter}"
    return say(lang, "access.invitation", role=say(lang, ROLE_WORDS[role]), link=link, until=_day(until, lang))


def list_people(access: Access, lang: Lang) -> str:
    """A line for each person with a role, those of the settings first; as many as a message holds."""
    lines = [
        say(lang, "access.line_fixed", id=user_id, role=_role_words(access, user_id, lang))
        for user_id in sorted(access.fixed)
    ]
    for person in access.people.all():
        if person.user_id not in access.fixed:
            role = _role_words(access, person.user_id, lang)
            lines.append(say(lang, "access.line", id=person.user_id, role=role, since=_day(person.at, lang)))
    open_now = access.people.invitations()
    last = say_number(lang, "access.open", len(open_now))
    while utf16("\n".join([*lines, "…", last])) > MESSAGE:
        lines.pop()
    return "\n".join([*(lines or [say(lang, "access.nobody")]), last])


def invite(given: argparse.Namespace) -> int:
    """`ibid invite`: a link that gives a role to the first who opens it."""
    settings, lang = load_settings(), terminal_language()
    if given.role == "reader" and not settings.ibid_askers.invited:
        raise IbidError(say(lang, "access.no_invitations"))
    name = asyncio.run(_username(settings))
    with Memory(settings.ibid_data, settings.server) as memory:
        parameter, until = memory.people.invite(given.role, given.days or DAYS)
    print(render_invitation(given.role, parameter, until, name, lang))
    return DONE


def users(given: argparse.Namespace) -> int:
    """`ibid users`."""
    settings = load_settings()
    with Memory(settings.ibid_data, settings.server) as memory:
        print(list_people(open_access(settings, memory), terminal_language()))
    return DONE


def revoke(given: argparse.Namespace) -> int:
    """`ibid revoke ID`, or `ibid revoke invitations`."""
    settings, lang = load_settings(), terminal_language()
    with Memory(settings.ibid_data, settings.server) as memory:
        if given.whom == "invitations":
            print(say(lang, "access.withdrawn", number=memory.people.withdraw_invitations()))
            return DONE
        if not (given.whom.isdecimal() and given.whom.isascii()):
            raise IbidError(say(lang, "access.revoke_whom"))
        if int(given.whom) in open_access(settings, memory).fixed:
            raise IbidError(say(lang, "access.fixed"))
        done = memory.people.revoke(int(given.whom))
        print(say(lang, "access.revoked" if done else "access.unknown", id=given.whom))
    return DONE if done else FAILED


def open_access(settings: Settings, memory: Memory) -> Access:
    """Who may do what, by the settings and by the roles that the memory keeps."""
    return Access(memory.people, settings.ibid_askers, settings.ibid_editors, settings.ibid_owners, memory.moves)


async def _username(settings: Settings) -> str:
    """The name of the bot on Telegram, without which there is no link."""
    from telegram import Bot  # half a second that the other commands need not wait
    from telegram.error import InvalidToken, TelegramError

    lang = terminal_language()
    if settings.telegram_token is None:
        raise IbidError(say(lang, "access.no_token"))
    url = settings.telegram_api_url
    try:
        async with Bot(settings.telegram_token.get_secret_value(), base_url=f"{url}/bot") as bot:
            return str(bot.username)
    except InvalidToken:
        # from None: the error's own words repeat the token
        raise IbidError(say(lang, "polling.refused", url=url)) from None
    except TelegramError as error:
        raise IbidError(say(lang, "polling.unreachable", url=url, reason=error.message)) from None


def _role_words(access: Access, user_id: int, lang: Lang) -> str:
    return say(lang, ROLE_WORDS[access.role(user_id) or "reader"])


def _day(at: float, lang: Lang) -> str:
    return say_date(lang, datetime.fromtimestamp(at, UTC).astimezone().date().isoformat())
