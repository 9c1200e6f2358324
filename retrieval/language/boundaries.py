"""Where a sentence ends: rules around each stop, with the words they need as data.

The posture: rather not split than split wrongly. A stop ends a sentence only where white space and something that can
begin a sentence follow, and where nothing speaks against it: an abbreviation, initial or ordinal before it, brackets
around it, a quotation that its sentence goes on after. Sentences within one quotation are split otherwise.
Chinese, Japanese, Indic and other stops of that kind need no white space. Thai and Lao have no stop: there a sentence
ends at a line end, at two spaces, or at the first single space after a long stretch.

Every rule looks at a bounded stretch around one stop, so the time grows with the length of the text and no faster.
"""

from collections.abc import Iterator

import regex

from retrieval.language.orthography import WIDE, Language, orthography

# How far from a stop the ends of its brackets or quotation are looked for, in characters.
REACH = 250
# A Thai sentence is seldom longer; past this, a single space between two words counts as its end.
LONG_STRETCH = 200
# An abbreviation is looked for in so many characters before its stop.
LONGEST_ABBREVIATION = 24
# Languages that write no stop.
STOPLESS = ("th", "lo")

BRACKETS = ("()", "[]", "（）", "【】")
QUOTES = ("“”", "«»", "„“", "„”", "»«", "””", '""', "「」", "『』")
OPENED = regex.compile("[{}]".format("".join(regex.escape(pair[0]) for pair in BRACKETS + QUOTES)))
# A quotation mark opens one after these; the same mark elsewhere closes it.
BEFORE_QUOTE = "([{'’:—–-"
OPENING = "\"'’“”„«»‹›‘‚([{¿¡「『（【《〈"
# White space, quotation marks, brackets, dashes and bullets that may stand in front of a sentence's first word.
BEFORE = r"[\s\"'“”„«»‹›‘’‚(\[{¿¡「『（【《〈—–\-•▪►・※*_#]{0,4}+"

WORD = regex.compile(r"[\p{L}\p{N}]")
# Georgian letters are lower case to Unicode, yet begin sentences; so do iPhone, mRNA, pH and the Dutch 's Avonds.
CAPITAL = r"(?:[\p{Lu}\p{Lt}\p{Lo}\p{N}\p{Georgian}]|\p{Ll}{1,2}\p{Lu}|(?<=['’])\p{Ll}\s\p{Lu})"
START = regex.compile(rf"(?![-–—]\s?\p{{N}}){BEFORE}{CAPITAL}")
WIDE_START = regex.compile(rf"{BEFORE}[\p{{L}}\p{{N}}]")
GOES_ON = regex.compile(r"\s{0,2}+[,;]?\s{0,2}+(?!\p{Georgian})\p{Ll}")
FIRST_WORD = regex.compile(
    rf"{BEFORE}([\p{{L}}\p{{M}}]{{1,20}}+)(?![\p{{L}}\p{{M}}.])(\s{{1,4}}+[\p{{Ll}}\p{{N}}]|['’]\p{{Ll}})?"
)
INITIALS = regex.compile(r"(?:\p{L}\p{M}*+\.[-–]?)*+\p{L}\p{M}*+")
NUMBER = regex.compile(r"\p{N}++(?:\.\p{N}++)*+|[IVXLCDM]++")
JAPANESE_PARTICLE = regex.compile(r"[とのをがにへ]")
HIRAGANA = regex.compile(r"\p{Hiragana}")
THAI_SPACE = regex.compile(r"(?<=[\p{Thai}\p{Lao}\p{N}!?…\"”)])(?<![ๆฯ])\s++(?=[\"“(]?[\p{Thai}\p{Lao}])")


def boundaries(text: str, lang: str) -> Iterator[tuple[int, int]]:
    """Each boundary in `text`, in order: the end of a sentence and the start of the next one."""
    language = orthography(lang)
    begin, word = 0, WORD.search(text)
    for match in (THAI_SPACE if lang in STOPLESS else language.stop).finditer(text):
        if word is None or match.end() == len(text):
            return
        if word.start() >= match.start():  # an ellipsis or a dash before the first word
            continue
        if lang in STOPLESS:
            close = match.start()
            ends = _stretch_ends(text, begin, close, match[0])
        else:
            close = match.end(2)
            ends = _stop_ends(text, begin, word.start(), match, language)
        if ends:
            yield close, match.end()
            begin = match.end()
            word = WORD.search(text, begin)


def _stretch_ends(text: str, begin: int, close: int, space: str) -> bool:
    return len(space) > 1 or space == "\n" or text[close - 1] in "!?" or close - begin >= LONG_STRETCH


def _stop_ends(text: str, begin: int, word: int, match: regex.Match[str], language: Language) -> bool:
    """Whether a sentence that begins at `begin`, its first word at `word`, ends at the matched stop."""
    mark, closers, gap = match.groups()
    stop, follows = match.start(), match.end()
    if mark[-1] in WIDE or mark[0] in WIDE:
        if not WIDE_START.match(text, follows):
            return False
        if not gap and closers[-1:] in ("'", '"'):  # it may as well open the next quotation
            return False
        if not closers and mark[-1] in "！？" and JAPANESE_PARTICLE.match(text, follows):
            return False
    elif not gap or not START.match(text, follows):
        return False
    elif mark == ".":
        if _abbreviated(text, begin, word, stop, follows, language):
            return False
    elif closers and (text[follows] in "([" or (language.attribution and language.attribution.match(text, follows))):
        return False
    if text.endswith(language.names, begin, match.end(1)):
        return False
    if language.spaced:
        return not _enclosed(text, begin, word, stop)
    return not _enclosed_unspaced(text, begin, word, stop, match.end(2))


def _abbreviated(text: str, begin: int, word: int, stop: int, follows: int, language: Language) -> bool:
    """Whether the full stop belongs to what stands before it: M., U.S., art. 5, J.-C., 3. Oktober, a list's 1."""
    before = text[max(begin, stop - LONGEST_ABBREVIATION) : stop]
    if not before or before[-1].isspace():
        return False
    token = before.split()[-1].replace("’", "'").rpartition("'")[2].lstrip(OPENING)
    entry = token + "."
    if entry in language.never or (entry in language.numbered and text[follows].isnumeric()):
        return True
    if NUMBER.fullmatch(token):
        if word == stop - len(token):  # a list's number: no sentence of its own
            return True
        numeric = token[-1].isnumeric()
        digits = len(token.rpartition(".")[2]) if numeric else 1
        if digits <= language.ordinals:
            return not _opens(text, follows, language)
        if numeric and digits <= 2 and text[follows].isnumeric():
            return True
    if entry in language.closing or INITIALS.fullmatch(token):
        return not _opens(text, follows, language)
    return False


def _opens(text: str, follows: int, language: Language) -> bool:
    """Whether the word at `follows` begins a sentence, rather than going on with a name."""
    first = FIRST_WORD.match(text, follows)
    if first is None:
        return False
    return first[1] in language.openers or (first[1] in language.articles and first[2] is not None)


def _enclosed(text: str, begin: int, word: int, stop: int) -> bool:
    """Whether the stop stands in brackets within its sentence, or in a quotation that its sentence goes on after."""
    for pair, opened, closed in _enclosures(text, begin, stop):
        goes_on = GOES_ON.match(text, closed + 1) is not None
        if pair in BRACKETS:
            if opened > word or goes_on:
                return True
        elif opened > word and goes_on and _opens_quotation(text, begin, opened):
            return True
    return False


def _enclosed_unspaced(text: str, begin: int, word: int, stop: int, close: int) -> bool:
    """The same in Chinese and Japanese, where only what follows tells whether the sentence goes on.

    A quotation that begins its sentence is whole with what follows (「…。…。」と述べた); one within it may end it.
    """
    for pair, opened, closed in _enclosures(text, begin, stop):
        if pair[0] == pair[1] or pair == "»«":
            continue
        after = text[closed + 1 : closed + 2]
        if opened > word:
            if close <= closed or pair in BRACKETS or HIRAGANA.match(after):
                return True
        elif after and not after.isspace() and after not in OPENING:
            return True
    return False


def _enclosures(text: str, begin: int, stop: int) -> Iterator[tuple[str, int, int]]:
    """The pairs of marks around a stop, each with the places of its two marks."""
    if not OPENED.search(text, max(begin, stop - REACH), stop):  # as before nearly every stop
        return
    for pair in BRACKETS + QUOTES:
        opened = text.rfind(pair[0], max(begin, stop - REACH), stop)
        if opened < 0 or text.find(pair[1], opened + 1, stop) >= 0:
            continue
        closed = text.find(pair[1], stop, stop + REACH)
        if closed >= 0:
            yield pair, opened, closed


def _opens_quotation(text: str, begin: int, mark: int) -> bool:
    before, after = text[max(begin, mark - 1) : mark], text[mark + 1]
    outside = not before or before.isspace() or before in BEFORE_QUOTE
    return outside and (after.isalnum() or after in OPENING or (text[mark] == "«" and after.isspace()))
