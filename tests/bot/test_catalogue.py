"""A catalogue is read as gettext reads it; a line that is none is named."""

from gettext import GNUTranslations
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.mofile import write_mo

from bot.locales import LANGUAGES
from bot.locales.catalogue import read_catalogue
from tests.common import ROOT
from tests.common.catalogues import catalogue, texts

HEAD = 'msgid ""\nmsgstr ""\n"Plural-Forms: nplurals=2; plural=(n > 1);\\n"\n'


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_text_is_the_one_that_gettext_reads(lang: str) -> None:
    read = read_catalogue(ROOT / "bot" / "locales" / f"{lang}.po")
    compiled = BytesIO()
    write_mo(compiled, catalogue(lang))
    compiled.seek(0)
    theirs = GNUTranslations(compiled)
    assert read.texts == texts(lang)
    for name, forms in read.texts.items():
        for number in (0, 1, 2, 5, 11, 1_000_000) if len(forms) > 1 else ():
            assert read.words(name, number) == theirs.ngettext(name, name, number)


def test_a_text_may_go_over_lines_and_hold_quotation_marks_and_backslashes(tmp_path: Path) -> None:
    file = tmp_path / "fr.po"
    lines = ["# to translators", 'msgid "a.b"', 'msgstr ""', r'"dit \"oui\"\n"', r'"C:\\new"']
    file.write_text(HEAD + "\n".join(lines), encoding="utf-8")
    assert read_catalogue(file).words("a.b") == 'dit "oui"\nC:\\new'


def test_a_line_that_is_none_is_named(tmp_path: Path) -> None:
    file = tmp_path / "fr.po"
    file.write_text(HEAD + 'msgid "a.b"\nmsgstr "left open\n', encoding="utf-8")
    with pytest.raises(ValueError, match=r"fr\.po:5: "):
        read_catalogue(file)
