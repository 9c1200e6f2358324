"""The commands in the order of the menu, and what it says of them. Each button has a command that does the same."""

COMMANDS = {
    "help": "menu.help",
    "source": "menu.source",
    "paragraph": "menu.paragraph",
    "article": "menu.article",
    "copy": "menu.copy",
    "articles": "menu.articles",
    "start": "menu.start",
}
EDITORS_COMMANDS: dict[str, str] = {}
