"""Scenes about how a question is heard, wherever it stands: alone, among others, in a caption, a reply, an edit."""

from benchmarks.bot.stage import Stage, needed

KIM = "Quand Kim Jong Un et Poutine se sont-ils rencontrés ?"
TOWER = "Combien mesure la tour Eiffel ?"
DOUBTFUL = "How far is Voyager 1?"


def follow_ups(stage: Stage) -> None:
    """Follow-ups

    What is carried over is said; a question that stands alone carries nothing; a reply goes on from its answer."""
    ada = stage.person("Ada")
    tower = needed(stage.say(ada, TOWER))
    stage.say(ada, "Et combien pèse-t-elle ?")
    stage.say(ada, KIM)
    stage.say(ada, "Pour quelle occasion a-t-elle été construite ?", reply_to=tower)


def several(stage: Stage) -> None:
    """Two questions in one message, and one behind a story

    Each answer stands under its question; more than three are named and not answered."""
    ada = stage.person("Ada")
    stage.say(ada, f"Bonjour ! {TOWER} Et quand a-t-elle été construite ?", answers=2)
    stage.say(ada, f"J'ai lu hier un article sur la visite à Vostotchny, et j'ai des questions. {KIM}")


def pointing(stage: Stage) -> None:
    """A message that points at another

    In a group without topics a mention in reply to somebody's message means that message; a reply goes on from it. What
    is quoted says what a question is about."""
    olga, milo = stage.person("Olga"), stage.person("Milo")
    name = stage.bot.server.world.me["username"]
    chat = stage.bot.server.group("Bureau", owner=olga, members=[milo])
    stage.say(milo, TOWER, chat=chat, answers=0)
    answer = needed(stage.say(olga, f"@{name} tu peux répondre ?", chat=chat, reply_to=stage.last_question(chat)))
    stage.say(milo, "source ?", chat=chat, reply_to=answer)
    stage.say(milo, f"/ask@{name} {KIM}", chat=chat)
    ada = stage.person("Ada")
    tower = needed(stage.say(ada, TOWER))
    stage.say(ada, KIM)
    stage.say(ada, "Combien pèse-t-elle ?", reply_to=tower, quote="tour Eiffel")


def captions(stage: Stage) -> None:
    """Captions, and what has no words"""
    ada = stage.person("Ada")
    stage.send(ada, "photo", TOWER)
    stage.send(ada, "voice")


def bare(stage: Stage) -> None:
    """Words that are commands in every mind

    "Why?" after "another" is about that other sentence. Pressed twice, a button does once what it does."""
    ada = stage.person("Ada")
    stage.say(ada, "aide")
    answer = needed(stage.say(ada, TOWER))
    stage.say(ada, "source ?")
    stage.say(ada, "encore")
    stage.say(ada, "pourquoi")
    stage.press(ada, answer, "1 ·")
    stage.press(ada, answer, "1 ·", answers=0)
    stage.say(ada, "stop")


def own_words(stage: Stage) -> None:
    """What the bot said comes back to it"""
    ada = stage.person("Ada")
    server = stage.bot.server
    query = server.inline(ada, TOWER)
    server.wait_until(lambda: server.answer(query))
    stage.do(ada, "sends to the bot what it offered inline", lambda chat: server.choose(chat, ada, query))
    stage.say(ada, "/source")


def edited(stage: Stage) -> None:
    """An edited message changes what was said to it

    An edit that changes no word (a link's preview, say) and a reaction change nothing. An answer that was deleted is
    sent anew; a mention may be added later."""
    ada = stage.person("Ada")
    answer = needed(stage.say(ada, TOWER))
    question = stage.last_question(stage.bot.server.private_chat(ada))
    stage.edit(ada, question, "Combien pèse la tour Eiffel ?")
    stage.edit(ada, question, "Combien pèse la tour Eiffel ?", answers=0)
    stage.react(ada, answer, "👍")
    stage.say(ada, "Bonjour")
    stage.edit(ada, stage.last_question(stage.bot.server.private_chat(ada)), KIM, what="greeting")
    ben = stage.person("Ben", "en")
    deleted = needed(stage.say(ben, TOWER))
    chat = stage.bot.server.private_chat(ben)
    stage.note("Ben deletes the answer.")
    stage.bot.server.delete(deleted, chat)
    stage.edit(ben, stage.last_question(chat), "Who built the Eiffel tower?", answers=2)
    group, name = stage.bot.server.group("Desk", owner=ben), stage.bot.server.world.me["username"]
    stage.say(ben, DOUBTFUL, chat=group, answers=0)
    stage.edit(ben, stage.last_question(group), f"@{name} {DOUBTFUL}", answers=2)
