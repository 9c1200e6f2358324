"""From articles to a cited answer; knows nothing of chats.

Three lines ask a folder of articles:

    articles = retrieval.open_articles("seeds")
    answer = articles.answer("Combien pèse la tour Eiffel ?")
    print([(citation.text, citation.article.title, citation.id) for citation in answer.citations])
"""

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from retrieval.asking import Articles

__all__ = ["open_articles", "open_library"]


def open_articles(*paths: str | Path, reader: str = "shipped") -> "Articles":
    """The articles in these files and folders (any format that Ibid reads), ready to be asked; nothing is kept.

    `reader` is what judges the sentences: `shipped`, `none` (the words alone, in an instant), or a folder with a
    cross-encoder. A reader reads each article once, here, some hundred sentences a second.

    Raises:
        IbidError: there is no article; the message names what could not be read.
        ReaderError: the reader can't be used.
    """
    from retrieval.asking import open_files  # what only wants an error or a type from here loads no search

    return open_files(paths, reader)


def open_library(folder: str | Path, reader: str = "shipped") -> "Articles":
    """The library that Ibid keeps in a folder (`IBID_DATA`), beside whatever else uses it: what others add meanwhile is
    found by the next question. `reader` is as for `open_articles`; what it has read before is kept in the folder.

    Raises:
        IbidError: there is no library in the folder.
        ReaderError: the reader can't be used.
    """
    from retrieval.asking import open_folder

    return open_folder(Path(folder), reader)
