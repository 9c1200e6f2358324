"""Subtitles as an article: what was said, in sentences, with the second at which each begins.

WebVTT: https://www.w3.org/TR/webvtt1/. SubRip has no standard: blocks of a number, a line of times, and text.
"""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass

from retrieval.errors import ReadError
from retrieval.reading.decoding import decode
from retrieval.reading.metadata import Metadata, make_article
from retrieval.reading.naming import file_title
from retrieval.types import Article, Block

TIME = r"(?:(\d{1,3}):)?(\d{1,2}):(\d{2})[.,](\d{1,3})"
TIMES = re.compile(rf"\s*{TIME}\s*-->\s*{TIME}.*")
VOICE = re.compile(r"<v(?:\.[^\s>]*)?\s+([^<>]{1,200})>")
TAG = re.compile(r"<[^<>]{0,200}>|\{\\[^{}]{0,100}\}")
# What is heard but not said: [music], (applause), ♪ la la ♪.
SOUND = re.compile(r"\s*(?:\[[^\[\]]*\]|\([^()]*\)|[♪♫][^♪♫]*[♪♫]?|\*[^*]*\*)\s*")
# Dialogue in one cue: each line another voice.
DASH = re.compile(r" ?[-–—] ?(?=\S)")
# A pause of so many seconds ends a paragraph, and so does a sentence once there are so many characters.
PAUSE, FULL = 3.0, 400
SENTENCE_ENDS = tuple('.!?…。！？؟"”»')


@dataclass(frozen=True, slots=True)
class Cue:
    """What is shown from one second to another; `anew` where another voice begins."""

    begin: float
    end: float
    text: str
    anew: bool = False


def read_subtitles(data: bytes, id: str) -> Article:  # noqa: A002 — the name of the article's field
    """The article that a .vtt or .srt file holds. Raises ReadError where nothing is said in it."""
    text, blocks = "", list[Block]()
    for cues in _paragraphs(list(_without_repeats(_cues(decode(data, id))))):
        start = len(text) + (2 if text else 0)
        said, turns = "", list[tuple[int, int]]()
        for cue in cues:
            said += " " * bool(said)
            if said:
                turns.append((len(said), int(cue.begin)))
            said += cue.text
        text += "\n\n" * bool(text) + said
        blocks.append(Block(start, start + len(said), second=int(cues[0].begin), turns=tuple(turns)))
    if not blocks:
        raise ReadError(id, "holds no subtitles; a line such as 00:01:02,000 --> 00:01:04,000 stands above each")
    return make_article(id, text, tuple(blocks), Metadata(title=file_title(id)))


def _cues(text: str) -> Iterator[Cue]:
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    at = 0
    while at < len(lines):
        times = TIMES.fullmatch(lines[at])
        at += 1
        if not times:
            continue
        shown = []
        while at < len(lines) and lines[at].strip() and not TIMES.fullmatch(lines[at]):
            shown.append(lines[at])
            at += 1
        if at < len(lines) and TIMES.fullmatch(lines[at]) and shown and shown[-1].strip().isdigit():
            shown.pop()  # the number of the next one, without a blank line before it
        yield from _voices(shown, _seconds(times, 1), _seconds(times, 5))


def _voices(lines: list[str], begin: float, end: float) -> Iterator[Cue]:
    """The lines of a cue as one text, or one for each voice."""
    said, anew = "", False
    for line in lines:
        voice = VOICE.search(line)
        plain = " ".join(html.unescape(TAG.sub("", line)).split())
        if SOUND.fullmatch(plain) or not plain:
            continue
        begins = bool(voice or DASH.match(plain))
        if begins and said:
            yield Cue(begin, end, said, anew)
            said = ""
        anew = anew if said else begins
        plain = f"{voice[1].strip()}: {plain}" if voice else DASH.sub("", plain, count=1) if begins else plain
        said = f"{said} {plain}".strip()
    if said:
        yield Cue(begin, end, said, anew)


def _without_repeats(cues: Iterator[Cue]) -> Iterator[Cue]:
    """The cues without what the one before them said: captions made while speaking roll up line by line."""
    last = ""
    for cue in cues:
        if cue.text == last:
            continue
        fresh = cue.text.removeprefix(f"{last} ") if last else cue.text
        words, before = fresh.split(" "), last.split(" ")
        most = min(len(words), len(before))
        shared = next((size for size in range(most, 2, -1) if before[-size:] == words[:size]), 0)
        last = cue.text
        if rest := " ".join(words[shared:]):
            yield Cue(cue.begin, cue.end, rest, cue.anew)


def _paragraphs(cues: list[Cue]) -> Iterator[list[Cue]]:
    """The cues of one paragraph: until somebody pauses, another speaks, or enough was said."""
    now: list[Cue] = []
    for cue in cues:
        ended = bool(now) and now[-1].text.endswith(SENTENCE_ENDS)
        paused = bool(now) and cue.begin - now[-1].end > PAUSE
        full = sum(len(one.text) for one in now) > FULL
        if now and (cue.anew or (ended and (paused or full)) or cue.begin < now[-1].begin):
            yield now
            now = []
        now.append(cue)
    if now:
        yield now


def _seconds(times: re.Match[str], first: int) -> float:
    hours, minutes, seconds, parts = (times[first + at] or "0" for at in range(4))
    return int(hours) * 3600 + int(minutes) * 60 + int(seconds) + float(f"0.{parts}")
