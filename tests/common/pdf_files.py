"""PDFs made by hand, as small as pdfium reads them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

NO_OTHERS: Mapping[int, str] = {}


@dataclass(frozen=True)
class Set:
    """Text as a typesetter puts it: where it begins (from the lower left corner), how large, how bold.

    What is `raised` stands so much higher where the text before it ends.
    """

    text: str
    x: float = 50
    y: float = 800
    size: float = 12
    bold: bool = False
    hidden: bool = False
    raised: float | None = None


def pdf(pages: Sequence[Sequence[str]], title: str = "", date: str = "") -> bytes:
    """A PDF with these lines on its pages, one below the other, in Latin-1."""
    contents = []
    for lines in pages:
        shown = b"".join(b"(" + _escaped(line) + b") Tj T*\n" for line in lines)
        contents.append(b"BT /F1 12 Tf 14 TL 50 800 Td\n" + shown + b"ET")
    return _file(contents, title, date)


def typeset(
    pages: Sequence[Sequence[Set]], title: str = "", author: str = "", letters: Mapping[int, str] = NO_OTHERS
) -> bytes:
    """A PDF with text at these places. `letters` says which letters a byte of the text stands for, if others."""
    contents = []
    for page in pages:
        shown = b""
        for one in page:
            if one.raised is None:
                shown += b"ET BT %d Tr %g %g Td " % (3 if one.hidden else 0, one.x, one.y)
            face = 2 if one.bold else 1, one.size, one.raised or 0, _escaped(one.text)
            shown += b"/F%d %g Tf %g Ts (%s) Tj\n" % face
        contents.append(shown.removeprefix(b"ET ") + b"ET")
    return _file(contents, title, "", author, letters)


def picture_pdf(width: int, height: int, grey: bytes, text: str = "") -> bytes:
    """A PDF of one page that is a picture, as scanners make them, with a line of text that they stamp on it."""
    picture = b"<< /Type /XObject /Subtype /Image /Width %d /Height %d /ColorSpace /DeviceGray /BitsPerComponent 8" % (
        width,
        height,
    )
    stream = b"q 595 0 0 842 0 0 cm /Im1 Do Q BT /F1 12 Tf 50 20 Td (%s) Tj ET" % _escaped(text)
    return _whole(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Count 1 /Kids [4 0 R] >>",
            b"%s /Length %d >>\nstream\n%s\nendstream" % (picture, len(grey), grey),
            (
                b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R "
                b"/Resources << /XObject << /Im1 3 0 R >> "
                b"/Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>"
            ),
            b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
            b"<< >>",
        ]
    )


def _file(
    contents: Sequence[bytes], title: str, date: str, author: str = "", letters: Mapping[int, str] = NO_OTHERS
) -> bytes:
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /%s /Encoding /WinAnsiEncoding%s >>"
    meant = b" /ToUnicode 5 0 R" if letters else b""
    objects = [b"", b"", font % (b"Helvetica", meant), font % (b"Helvetica-Bold", meant), _meanings(letters)]
    kids = []
    for stream in contents:
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
        content = len(objects)
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R "
            b"/Resources << /Font << /F1 3 0 R /F2 4 0 R >> >> >>" % content
        )
        kids.append(b"%d 0 R" % len(objects))
    objects[0] = b"<< /Type /Catalog /Pages 2 0 R >>"
    objects[1] = b"<< /Type /Pages /Count %d /Kids [%s] >>" % (len(kids), b" ".join(kids))
    known = (b"Title", title), (b"CreationDate", date), (b"Author", author)
    objects.append(b"<< %s >>" % b" ".join(b"/%s (%s)" % (key, _escaped(value)) for key, value in known))
    return _whole(objects)


def _meanings(letters: Mapping[int, str]) -> bytes:
    """The table of a font that says which letters a byte stands for: PDF 32000-1, 9.10.3."""
    rows = b"".join(
        b"<%02x> <%s>\n" % (byte, said.encode("utf-16-be").hex().encode()) for byte, said in letters.items()
    )
    table = (
        b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapType 2 def\n"
        b"1 begincodespacerange <00> <ff> endcodespacerange\n%d beginbfchar\n%sendbfchar\n"
        b"endcmap CMapName currentdict /CMap defineresource pop end end" % (len(letters), rows)
    )
    return b"<< /Length %d >>\nstream\n%s\nendstream" % (len(table), table)


def _whole(objects: Sequence[bytes]) -> bytes:
    """The file of these objects; the last one is what it says of itself."""
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    trailer = b"<< /Size %d /Root 1 0 R /Info %d 0 R >>" % (len(objects) + 1, len(objects))
    start = len(out)
    return out + b"xref\n0 %d\n0000000000 65535 f \n%strailer\n%s\nstartxref\n%d\n%%%%EOF" % (
        len(objects) + 1,
        table,
        trailer,
        start,
    )


def _escaped(text: str) -> bytes:
    return text.encode("cp1252").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
