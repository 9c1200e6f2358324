"""Scenes in the languages that the bot speaks besides French and English: an editor adds an article in each."""

from benchmarks.bot.crowded import EDITOR
from benchmarks.bot.stage import Stage


def german(stage: Stage) -> None:
    """In German

    An answer, its source, a follow-up, what the articles are silent about, the commands. The same in three more."""
    article = "Der Leuchtturm von Morvan\n\nDer Leuchtturm von Morvan hat 214 Stufen. Er wurde 1897 aus Granit gebaut."
    asked = ("Wie viele Stufen hat der Leuchtturm von Morvan?", "Und wann wurde er gebaut?", "Wer trainiert Bayern?")
    _speak(stage, "Greta", "de", article, asked)


def spanish(stage: Stage) -> None:
    """In Spanish"""
    article = "El faro de Morvan\n\nEl faro de Morvan tiene 214 escalones. Fue construido con granito en 1897."
    asked = ("¿Cuántos escalones tiene el faro de Morvan?", "¿Y cuándo fue construido?", "¿Quién entrena al Betis?")
    _speak(stage, "Lucía", "es", article, asked)


def italian(stage: Stage) -> None:
    """In Italian"""
    article = "Il faro di Morvan\n\nIl faro di Morvan ha 214 gradini. Fu costruito in granito nel 1897."
    asked = ("Quanti gradini ha il faro di Morvan?", "E quando fu costruito?", "Chi allena la Fiorentina?")
    _speak(stage, "Chiara", "it", article, asked)


def portuguese(stage: Stage) -> None:
    """In Portuguese"""
    article = "O farol de Morvan\n\nO farol de Morvan tem 214 degraus. Foi construído em granito em 1897."
    asked = ("Quantos degraus tem o farol de Morvan?", "E quando foi construído?", "Quem treina o Botafogo?")
    _speak(stage, "Inês", "pt-br", article, asked)


def _speak(stage: Stage, name: str, language: str, article: str, asked: tuple[str, str, str]) -> None:
    person, editor = stage.person(name, language), stage.person("Édith", number=EDITOR)
    stage.say(editor, f"/add {article}", answers=2)
    question, following, vain = asked
    for text in (question, "/source", following, vain, "/help"):
        stage.say(person, text)
    stage.say(editor, "/undo")
