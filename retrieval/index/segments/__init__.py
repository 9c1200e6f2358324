"""Where is it written which passages have a term? Segments of packed bits, in files that are checked.

Not for scores: what is best is the kernel's question.
"""

from retrieval.index.segments.bits import PLACE, Ints
from retrieval.index.segments.building import make_segments
from retrieval.index.segments.lengths import LENGTHS
from retrieval.index.segments.manifest import NAME, SUFFIX, VERSION, discard, read_manifest, write_manifest
from retrieval.index.segments.merging import merge
from retrieval.index.segments.parts import (
    Idf,
    Living,
    Part,
    State,
    Term,
    alike,
    check_ahead,
    part_of,
    state_of,
    withdrawn_since,
)
from retrieval.index.segments.postings import BLOCK, PEAK, SINGLE, unpack
from retrieval.index.segments.segments import Scoring, Segment, open_segment

__all__ = [
    "BLOCK", "LENGTHS", "NAME", "PEAK", "PLACE", "SINGLE", "SUFFIX", "VERSION", "Idf", "Ints", "Living", "Part",
    "Scoring", "Segment", "State", "Term", "alike", "check_ahead", "discard", "make_segments", "merge", "open_segment",
    "part_of", "read_manifest", "state_of", "unpack", "withdrawn_since", "write_manifest",
]  # fmt: skip
