"""`ibid move`: all that is kept, from files into a PostgreSQL database or back. The old place stays as it is."""

from sqlalchemy.exc import SQLAlchemyError

from bot.journal import read_workers
from bot.locales import Lang, say, terminal_language
from bot.operations.condition import library_file
from bot.operations.copying import EVERYTHING, copy_parts, in_files, is_empty, on_server
from bot.settings import Settings
from retrieval.databases import is_server, read_address, shown_address
from retrieval.errors import IbidError

FILES = "files"


def move(settings: Settings, to: str) -> tuple[int, str]:
    """Copy all that is kept to the address `to`, or to the files of IBID_DATA, and compare it; returns the number of
    rows, and the new place. Raises IbidError: somebody answers from here, or there is something at the new place."""
    lang, hosted = terminal_language(), settings.server
    if hosted and read_workers(hosted):
        raise IbidError(say(lang, "move.running", place="IBID_DATABASE"))
    if (to == FILES) is not bool(hosted):
        raise IbidError(say(lang, "move.to"))
    if hosted:
        place = str(settings.ibid_data)
        old, new = on_server(hosted, EVERYTHING), in_files(settings.ibid_data, EVERYTHING)
    else:
        place = _shown(to, lang)
        old, new = in_files(settings.ibid_data, EVERYTHING, library_file(settings)), on_server(to, EVERYTHING)
    with old as before, new as after:
        if not is_empty(after):
            raise IbidError(say(lang, "move.there", place=place))
        return copy_parts(before, after), place


def _shown(to: str, lang: Lang) -> str:
    try:
        url = read_address(to)
    except SQLAlchemyError:
        url = None
    if url is None or not is_server(url):
        raise IbidError(say(lang, "move.to"))
    return shown_address(url)
