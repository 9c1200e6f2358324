"""Scenes: asking more exactly, and taking references along."""

from benchmarks.bot.stage import Stage, needed

BRIDGE = "Combien a coûté la réparation du pont de Carnez ?"
TOWER = "Combien mesure la tour Eiffel ?"


def searching(stage: Stage) -> None:
    """Asking more exactly

    Operators and plain words say which articles are asked; the answer says what was understood; a button asks all."""
    ada = stage.person("Ada")
    narrowed = needed(stage.say(ada, f"{BRIDGE} source:radio"))
    stage.press(ada, narrowed, "Interroger")
    stage.say(ada, "Selon La Gazette des ponts, combien a coûté la réparation du pont de Carnez ?")
    stage.say(ada, f"{BRIDGE} sorce:radio après:2024")
    stage.say(ada, "/help recherche")


def references(stage: Stage) -> None:
    """References

    Of a source, with a button for each format; of an answer; of all that a conversation cites, as a file."""
    ada = stage.person("Ada")
    source = needed(stage.press(ada, needed(stage.say(ada, TOWER)), "1 ·"))
    plain = needed(stage.press(ada, source, "Référence"))
    stage.press(ada, plain, "BibTeX")
    stage.press(ada, plain, "APA")
    stage.say(ada, "Combien pèse-t-elle ?")
    stage.say(ada, "/cite tout ris")
