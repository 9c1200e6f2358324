"""How `make docs` makes a site of README.md, docs/ and the other documents: Sphinx, reading Markdown with MyST."""

import shutil
from pathlib import Path

from sphinx.application import Sphinx

ROOT = Path(__file__).parent.parent

project = "Ibid"
extensions = ["myst_parser"]
# The documents link to one another as files, so they are read where they lie.
include_patterns = ["README.md", "ARCHITECTURE.md", "CHANGELOG.md", "CONTRIBUTING.md", "docs/*.md", "seeds/README.md"]
exclude_patterns = [".*", "site"]  # not walked through
root_doc = "docs/index"
myst_heading_anchors = 3  # links to headings, as code hosts name them
smartquotes = False  # what is quoted is shown as it was written
highlight_language = "text"

html_theme = "furo"
html_title = "Ibid"
html_copy_source = False
html_show_copyright = False


def setup(app: Sphinx) -> None:
    """What Sphinx leaves alone: the pictures, which HTML in the Markdown names, and a first page at the top."""
    app.connect("build-finished", _complete)


def _complete(app: Sphinx, failed: Exception | None) -> None:
    if failed:
        return
    site = Path(app.outdir)
    for picture in (ROOT / "docs").glob("*.png"):
        shutil.copy(picture, site / "docs")
    (site / "index.html").write_text(
        f'<meta http-equiv="refresh" content="0; url={root_doc}.html">\n', encoding="utf-8"
    )
