"""How do files, folders and addresses come into the library, and stay in step with it?

Not for what a file says: that is `reading`.
"""

from retrieval.intake.addresses import Response, get
from retrieval.intake.intake import (
    Tell,
    is_address,
    keep_in_step,
    size_of,
    take_in,
    take_in_data,
    take_in_response,
)
from retrieval.intake.media import suffix_of
from retrieval.intake.summary import Sending, Summary

__all__ = [
    "Response",
    "Sending",
    "Summary",
    "Tell",
    "get",
    "is_address",
    "keep_in_step",
    "size_of",
    "suffix_of",
    "take_in",
    "take_in_data",
    "take_in_response",
]
