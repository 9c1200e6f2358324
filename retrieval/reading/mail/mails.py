"""A mail as an article (.eml), a mailbox as many (.mbox); what is attached is read as files are."""

import re
from collections.abc import Callable, Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parseaddr, parsedate_to_datetime
from io import BytesIO
from typing import BinaryIO

from retrieval.errors import ReadError, Remark
from retrieval.packing import Read
from retrieval.reading.blocks import compose, split_blocks
from retrieval.reading.mail.own_words import keep_own_words, own_words
from retrieval.reading.metadata import LINK, Metadata, make_article
from retrieval.reading.pages import lines_of, page_of_piece
from retrieval.reading.plaintext import unwrap
from retrieval.reading.suffixes import suffix_of
from retrieval.types import Article, Block, Kind

# More than any mail server takes, attachments included.
LARGEST = 50_000_000
# Mails forwarded in mails; archives and mailboxes are not looked for in a mail.
DEEPEST = 3
NOT_ATTACHED = frozenset({".zip", ".mbox"})
# An HTML part that says so many times more than the plain one, which then only says where to look at it.
FULLER = 3
ANSWER = re.compile(r"^(?:(?:re|fwd?|tr|aw|wg|rv|sv|vs|r|i|enc|res|antw)\s?(?:\[\d+\])?:\s*)+", re.I)
FROM = b"From "
ESCAPED = re.compile(rb"^>(>*From )", re.M)

Attached = Callable[[BinaryIO, str, str], Iterator[Read]]


def read_mail(
    data: bytes,
    id: str,  # noqa: A002 — the name of the article's field
    read: Attached,
    depth: int = 0,
) -> Iterator[Read]:
    """The article of a mail, then those of what is attached, read by `read(stream, suffix, id)`. Raises ReadError."""
    try:
        mail = message_from_bytes(data, policy=policy.default)
        text, blocks = _text(mail, id)
        known, attached = _known(mail), list(_attached(mail))
    except ReadError:
        raise
    except Exception as error:  # whatever mail breaks the standard library's parser, the other files are still read
        raise ReadError(id, f"can't be parsed as a mail ({type(error).__name__}); save its text as .txt") from error
    if not any(mail.keys()):
        raise ReadError(id, "is no mail; save its text as .txt")
    try:
        yield make_article(id, text, blocks, known)
    except ReadError as error:
        if not attached:
            raise
        yield error
    for name, content in attached:
        place = f"{id}#{name}"
        try:
            if isinstance(content, EmailMessage):
                if depth < DEEPEST:
                    yield from read_mail(content.as_bytes(), place, read, depth + 1)
            elif suffix_of(name) not in NOT_ATTACHED:
                yield from read(BytesIO(content), suffix_of(name), place)
        except ReadError as error:
            yield error


def read_mailbox(stream: BinaryIO, id: str, read: Attached) -> Iterator[Read]:  # noqa: A002 — the name of the file's id
    """The mails of an .mbox file, one after the other. Raises ReadError where it is none."""
    count = number = 0
    for number, mail in enumerate(_mails(stream, id), 1):
        for one in _boxed(mail, f"{id}#{number}", read):
            count += isinstance(one, Article)
            yield one
    yield Remark(id, f"holds {number} {'mail' if number == 1 else 'mails'}; {count} articles were made of them")


def _mails(stream: BinaryIO, name: str) -> Iterator[bytes]:
    """Each begins with a line "From …" after an empty one; of one that is too large, only the beginning is kept."""
    lines: list[bytes] = []
    before, size = b"", 0
    while line := stream.readline(LARGEST):
        begins = line.startswith(FROM) and not before.strip()
        if not begins and not lines:
            raise ReadError(name, "is no mailbox: it does not begin with a line “From …”; save its mails as .eml")
        if begins and lines:
            yield b"".join(lines)
            lines, size = [], 0
        if size <= LARGEST:
            lines.append(line)
        before, size = line, size + len(line)
    if not lines:
        raise ReadError(name, "is empty; export the mails again")
    yield b"".join(lines)


def _boxed(data: bytes, name: str, read: Attached) -> Iterator[Read]:
    """A mail of a mailbox, whose first line is the box's and in which lines that begin with From have a sign before."""
    if len(data) > LARGEST:
        yield ReadError(name, f"is larger than {LARGEST // 1_000_000} MB; save its attachments")
        return
    _, _, mail = data.partition(b"\n")
    try:
        yield from read_mail(ESCAPED.sub(rb"\1", mail), name, read)
    except ReadError as error:
        yield error


def _known(mail: EmailMessage) -> Metadata:
    name, address = parseaddr(str(mail.get("From", "")))
    try:
        date = parsedate_to_datetime(str(mail.get("Date", ""))).date().isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        date = None
    link = str(mail.get("Archived-At", "")).strip(" <>")
    return Metadata(
        title=ANSWER.sub("", " ".join(str(mail.get("Subject", "")).split())) or None,
        date=date,
        url=link if LINK.fullmatch(link) else None,
        author=" ".join((name or address).split()) or None,
        source=parseaddr(str(mail.get("List-Id", "")))[0] or None,
    )


def _text(mail: EmailMessage, name: str) -> tuple[str, tuple[Block, ...]]:
    """What was written: the plain text, or the HTML where there is no other or it says much more."""
    plain = _decoded(mail.get_body(("plain",)))
    html = _decoded(mail.get_body(("html",)))
    parts: list[tuple[str, Kind]] = []
    if html.strip():
        tree = page_of_piece(html, name)
        keep_own_words(tree)
        parts = [(line.text, line.kind) for line in lines_of(tree)]
    own = own_words(plain.replace("\r\n", "\n").replace("\r", "\n"))
    if parts and sum(len(text) for text, _ in parts) > FULLER * len(own):
        return compose(parts)
    text = unwrap(own).strip()
    return text, split_blocks(text)


def _decoded(part: object) -> str:
    if not isinstance(part, EmailMessage):
        return ""
    try:
        said = part.get_content()
    except (LookupError, UnicodeError):  # an unknown charset
        payload = part.get_payload(decode=True)
        said = payload.decode("utf-8", "replace") if isinstance(payload, bytes) else ""
    return said if isinstance(said, str) else ""


def _attached(mail: EmailMessage) -> Iterator[tuple[str, bytes | EmailMessage]]:
    """The files of a mail, and the mails in it, by name; pictures that it shows are none."""
    for number, part in enumerate(mail.iter_attachments(), 1):
        if not isinstance(part, EmailMessage):
            continue
        name = " ".join((part.get_filename() or "").split())
        if part.get_content_type() == "message/rfc822":
            yield name or f"mail-{number}", part.get_content()
        elif name and part.get_content_maintype() not in ("image", "audio", "video"):
            content = part.get_payload(decode=True)
            if isinstance(content, bytes):
                yield name, content
