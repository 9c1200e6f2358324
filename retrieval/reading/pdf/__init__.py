"""What does a PDF or a scanned page say, sentence by sentence, and on which page?

Not for documents that hold their text as text: those are in `documents`.
"""

from retrieval.reading.pdf.document import read_pdf
from retrieval.reading.pdf.pictures import PICTURES, read_picture
from retrieval.reading.pdf.raised import as_text

__all__ = ["PICTURES", "as_text", "read_pdf", "read_picture"]
