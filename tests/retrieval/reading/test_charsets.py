import doctest
import io

import pytest

from retrieval.errors import Remark
from retrieval.reading import charsets
from retrieval.reading.charsets import guess_charset
from retrieval.reading.readers import read_stream
from retrieval.types import Article


def test_examples_in_docstrings_hold() -> None:
    """The worked examples are what the function returns."""
    assert doctest.testmod(charsets).failed == 0


@pytest.mark.parametrize(
    ("text", "charset"),
    [
        ("L’été dernier, « l’œuvre » a coûté 12 €. Le maire n'a rien dit à ce sujet.", "cp1252"),
        ("Le café a fermé.", "cp1252"),
        ("Die Brücke über den Fluß wurde 1994 eröffnet, sagte der Bürgermeister.", "cp1252"),
        ("The “bridge” was opened – at last – in 1994.", "cp1252"),
        ("Bron över älven öppnades år 1994 av borgmästaren på ön.", "cp1252"),
        ("Broen over ælva på Tømmerøya ble åpnet i 1994.", "cp1252"),
        ("El año pasado la señora compró ¿qué? ¡Más pañuelos!", "cp1252"),
        ("A ponte não foi construída em São João até à última sessão.", "cp1252"),
        ("Most v Lhotě postavil v roce 1987 inženýr Růžička, říká starosta.", "cp1250"),
        ("Most w Łodzi zbudował w 1994 roku inżynier Wiśniewski, mówi burmistrz.", "cp1250"),
        ("Most w Łodzi zbudował w 1994 roku inżynier Wiśniewski, mówi burmistrz.", "iso8859_2"),
        ("A hidat 1994-ben építették, a tűzoltók őrzik az új tornyot.", "cp1250"),
        ("Мост через реку построил в 1994 году инженер Иванов.", "cp1251"),
        ("Мост через реку построил в 1994 году инженер Иванов.", "koi8_r"),
        ("这座桥于1994年由工程师王先生建造，市长说。", "gb18030"),
        ("這座橋於1994年由工程師王先生建造，市長說。", "big5"),
        ("この橋は1994年に技師の田中さんが建てました。", "cp932"),
        ("この橋は1994年に技師の田中さんが建てました。", "euc_jp"),
        ("이 다리는 1994년에 기술자 김 씨가 지었습니다.", "cp949"),
        ("Η γέφυρα χτίστηκε το 1994 από τον μηχανικό.", "cp1253"),
        ("Köprü 1994 yılında mühendis İnönü tarafından yapıldı, dedi şoför.", "cp1254"),
        ("הגשר נבנה בשנת 1994 על ידי המהנדס.", "cp1255"),
        ("بني الجسر في عام 1994 من قبل المهندس.", "cp1256"),
        ("Tiltą per upę 1994 metais pastatė inžinierius Šimkūnas.", "cp1257"),
        ("L’été dernier, le café a coûté très cher à l’hôtel.", "mac_roman"),
        ("L'été dernier, le café a coûté très cher à l'hôtel.", "cp850"),
    ],
)
def test_a_sentence_is_enough_to_tell_its_charset(text: str, charset: str) -> None:
    """Each is read as it was written, and only what is not cp1252 counts as guessed."""
    found = guess_charset(text.encode(charset))
    assert found is not None
    assert (text.encode(charset).decode(found[0]), found[1]) == (text, charset != "cp1252")


def test_a_person_is_told_that_a_charset_was_guessed() -> None:
    """The article is read, and a remark names the charset and what would make it sure."""
    data = "Most v Lhotě postavil v roce 1987 inženýr Růžička.".encode("cp1250")
    article, remark = read_stream(io.BytesIO(data), ".txt", "most.txt")
    assert isinstance(article, Article)
    assert article.text == "Most v Lhotě postavil v roce 1987 inženýr Růžička."
    assert isinstance(remark, Remark)
    assert str(remark) == "most.txt: was read as cp1250, which is a guess; save it as UTF-8 if its accents are wrong"
