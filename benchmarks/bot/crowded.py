"""Scenes about groups that are new or busy, and about editing without harm."""

from benchmarks.bot.heard import KIM, TOWER
from benchmarks.bot.stage import Stage, needed
from bot.sending.pacing import AT_ONCE

BRIDGE = "Combien a coûté la réparation du pont de Carnez ?"
TIDES = "Qui a noté la plus haute marée de Kermadec le 14 mars ?"
EDITOR = 7_000_000_900
NOT_ALLOWED = "Bad Request: REACTION_INVALID"


def many(stage: Stage) -> None:
    """More than Telegram lets through

    In a group that asks more than can be answered one by one, what waits is told in one message."""
    olga, milo = stage.person("Olga"), stage.person("Milo")
    name = stage.bot.server.world.me["username"]
    chat = stage.bot.server.group("Salle de presse", owner=olga, members=[milo])
    for _ in range(AT_ONCE):
        stage.bot.server.say(chat, olga, f"@{name} {TOWER}")
    stage.bot.server.wait_for(chat, AT_ONCE)
    stage.note(f"Olga has asked {AT_ONCE} questions, each of which was answered at once.")
    for question in (KIM, BRIDGE):
        stage.bot.server.say(chat, milo, f"@{name} {question}")
    stage.note("Milo asks two more.")
    stage.say(olga, f"@{name} {TIDES}", chat=chat)


def joining(stage: Stage) -> None:
    """Added to a group, and not allowed to shrug there"""
    olga = stage.person("Olga")
    name = stage.bot.server.world.me["username"]
    chat = stage.bot.server.group("Quartier", owner=olga)
    chat.reactions = frozenset()
    stage.do(olga, "adds the bot to the group", lambda group: stage.bot.server.add_bot(group, olga), chat)
    stage.say(olga, f"@{name} Qui a gagné la Coupe du monde 2022 ?", chat=chat, answers=2)
    # that it is not allowed is told by refusing it
    stage.bot.server.refused[:] = [one for one in stage.bot.server.refused if one.error != NOT_ALLOWED]


def editing(stage: Stage) -> None:
    """Safe to edit with

    What may be an addition and may be a question is asked about; /cancel and /undo end and take back."""
    edith = stage.person("Édith", number=EDITOR)
    stage.say(edith, "/add")
    stage.say(edith, TOWER)
    stage.say(edith, "Deux liens : https://example.org/un et https://example.org/deux")
    stage.say(edith, "/cancel", answers=3)
    stage.say(edith, "/add Le pont de Carnez\n\nLe pont de Carnez a été repeint en vert le 3 juin 2024.", answers=2)
    stage.say(edith, "/undo")
    asking = needed(stage.say(edith, "/undo 1"))
    stage.press(edith, asking, "Garder")
