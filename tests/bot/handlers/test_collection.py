"""What is listed of the library, in pages, and what is said of an addition, within every limit of Telegram."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.locales import LANGUAGES
from bot.sending.delivery import keyboard
from bot.wording.additions import FAULTS, pack, render_added, unpack
from bot.wording.collection import LISTED, list_articles, render_page, render_removal
from bot.wording.messages import MESSAGE, Reply, utf16
from retrieval.errors import ReadError
from retrieval.intake.summary import Summary
from retrieval.library.arrivals import Outcome
from retrieval.library.catalogue import Entry, Page
from retrieval.library.library import Library
from tests.bot_api.keyboards import check_markup
from tests.bot_api.text import check_text
from tests.common.stories import BRIDGE, article

WIDE = "🗼é\u202e\n" * 300
ENTRY = Entry(7, "kerlan.txt", "Le viaduc", "La Gazette", "2023-05-16", "fr", 4, 1, "living", "/kerlan.txt")


def entry(number: int, wide: str) -> Entry:
    return Entry(number, wide, wide, wide, wide, "fr", 9, 1, "living", wide)


def assert_taken(reply: Reply) -> None:
    """Telegram takes it as it is."""
    check_text(reply.text, [])
    markup = keyboard(reply)
    check_markup(markup.to_dict() if markup else None)


@pytest.fixture(scope="module")
def fifty() -> Library:
    years = range(1950, 2000)
    return Library(
        article(BRIDGE, id=str(year), title=f"Année {year}", date=str(year), source="Quai") for year in years
    )


def test_the_list_begins_with_the_latest_and_counts_the_rest(fifty: Library) -> None:
    lines = list_articles(fifty.page(), "fr").splitlines()
    assert lines[0] == "50 articles :"
    assert lines[1] == "• Année 1999 — Quai, 1999"
    assert lines[-1] == "… et 30 autres."
    assert list_articles(Library().page(), "fr") == "Je n’ai encore aucun article."


def test_the_pages_hold_each_article_once_in_order(fifty: Library) -> None:
    """From button to button, forth and back, with the numbers that editors need."""
    seen: list[str] = []
    offset, data = 0, ""
    while True:
        reply = render_page(fifty.page("", offset, LISTED), "en", numbered=True)
        assert_taken(reply)
        seen += [line for line in reply.text.splitlines() if "Année" in line]
        following = [button.data for button in reply.buttons if button.label == "Next ▶"]
        if not following:
            break
        data = following[0]
        offset = int(data.split(":")[1])
    assert seen == [f"{number} · Année {1949 + number} — Quai, {1949 + number}" for number in range(50, 0, -1)]
    assert [button.label for button in reply.buttons] == ["◀ Previous"]
    assert "from 41 to 50" in reply.text


def test_a_search_goes_on_over_its_pages_or_has_but_one(fifty: Library) -> None:
    reply = render_page(fifty.page("ANNÉE quai", 0, LISTED), "fr", "ANNÉE quai")
    assert reply.text.startswith("50 articles avec « ANNÉE quai » :")
    assert [button.data for button in reply.buttons] == ["p:20:annee quai"]
    assert render_page(fifty.page("annee", 0, LISTED), "fr", "annee " * 12).buttons == ()
    none = render_page(fifty.page("zanzibar"), "fr", "zanzibar")
    assert none.text.startswith("Aucun article n’a « zanzibar »")


def test_the_widest_titles_leave_articles_to_the_next_page() -> None:
    entries = tuple(entry(number, WIDE) for number in range(LISTED))
    for lang in LANGUAGES:
        reply = render_page(Page(entries, 90, 40), lang, WIDE, numbered=True)
        assert_taken(reply)
        assert utf16(reply.text) <= MESSAGE
        assert_taken(render_removal(entries[0], lang))
    reply = render_page(Page(entries, 90, 40), "en", numbered=True)
    shown = sum(" · " in line for line in reply.text.splitlines())
    assert 0 < shown < LISTED
    assert reply.buttons[1].data == f"p:{40 + shown}:"


def test_an_addition_names_the_article_and_what_is_known_of_it() -> None:
    summary = Summary(added=1, told=[Outcome("added", "kerlan.txt", "kerlan.txt", 7, change=31)], changes=[31])
    reply = render_added(summary, [ENTRY], "fr")
    assert reply.text.splitlines() == [
        "Ajouté sous le numéro 7 :",
        "Le viaduc",
        "La Gazette · 16 mai 2023 · français · 4 passages",
    ]
    assert [(button.label, button.data) for button in reply.buttons] == [("↩ Annuler", "u:31")]


def test_many_additions_are_counted_some_named_and_their_faults_told() -> None:
    told = [Outcome("added", str(n), "many.jsonl", n, change=n) for n in range(1, 41)]
    faults = [ReadError(WIDE, WIDE)] * (FAULTS + 3)
    summary = Summary(added=40, updated=2, skipped=faults, told=told, changes=list(range(1, 43)))
    for lang in LANGUAGES:
        reply = render_added(summary, [entry(n, WIDE) for n in range(1, 11)], lang)
        assert_taken(reply)
        assert [button.data for button in reply.buttons] == ["u:1-42"]
    reply = render_added(summary, [entry(n, WIDE) for n in range(1, 11)], "fr")
    assert reply.text.splitlines()[0] == "40 ajoutés, 2 mis à jour, 0 inchangés, 8 écartés."
    assert len(reply.text.splitlines()) > 2 + FAULTS
    assert reply.text.splitlines()[-1] == "⚠ et 3 autres"


def test_without_a_change_there_is_nothing_to_undo() -> None:
    summary = Summary(unchanged=1, told=[Outcome("unchanged", "kerlan.txt", "kerlan.txt", 7)])
    assert render_added(summary, [ENTRY], "en").rows == ()
    assert render_added(Summary(skipped=[ReadError("x.exe", "isn't read")]), [], "en").rows == ()
    scattered = Summary(added=60, told=[Outcome("added", "a", "a", 1, change=1)] * 2, changes=list(range(0, 9000, 150)))
    assert render_added(scattered, [ENTRY], "en").rows == ()


@given(st.sets(st.integers(min_value=0, max_value=99)))
def test_numbers_on_a_button_are_read_as_they_were_written(numbers: set[int]) -> None:
    assert {n for begin, stop in unpack(pack(sorted(numbers))) for n in range(begin, stop)} == numbers


@pytest.mark.parametrize("forged", ["", "x", "1-", "-1", "1,,2", "1-2-3", "9999999999", "1 OR 1=1", "²"])
def test_forged_numbers_mean_nothing(forged: str) -> None:
    assert unpack(forged) == []
