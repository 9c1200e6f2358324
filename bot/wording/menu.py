"""The commands in the order of the menu, and what it says of them. Each button has a command that does the same."""

COMMANDS = {
    "help": "menu.help",
    "ask": "menu.ask",
    "source": "menu.source",
    "nearest": "menu.nearest",
    "paragraph": "menu.paragraph",
    "article": "menu.article",
    "copy": "menu.copy",
    "cite": "menu.cite",
    "another": "menu.another",
    "why": "menu.why",
    "everywhere": "menu.everywhere",
    "timeline": "menu.timeline",
    "said": "menu.said",
    "good": "menu.good",
    "bad": "menu.bad",
    "articles": "menu.articles",
    "watch": "menu.watch",
    "watches": "menu.watches",
    "language": "menu.language",
    "settings": "menu.settings",
    "privacy": "menu.privacy",
    "forget": "menu.forget",
    "cancel": "menu.cancel",
    "about": "menu.about",
    "start": "menu.start",
}
# What commands are called in French besides; the menu has one name for all.
ALIASES = {"chronologie": "timeline", "dit": "said"}
# Named to editors alone; the gate (handlers/gate.py) lets nobody else use them.
EDITORS_COMMANDS = {
    "add": "menu.add",
    "remove": "menu.remove",
    "restore": "menu.restore",
    "undo": "menu.undo",
    "feeds": "menu.feeds",
    "gaps": "menu.gaps",
    "invite": "menu.invite",
    "users": "menu.users",
    "revoke": "menu.revoke",
}
