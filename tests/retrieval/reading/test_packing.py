"""What is kept of an article comes back as it was, also from libraries of before."""

from retrieval.packing import pack_blocks, unpack_blocks
from retrieval.types import Block


def test_blocks_come_back_as_they_were() -> None:
    """With pages that turn within them, seconds, and what a machine recognised."""
    blocks = (
        Block(0, 5, "heading"),
        Block(7, 90, page=3, turns=((20, 4), (50, 5))),
        Block(92, 99, "caption", page=5, recognised=True),
        Block(100, 120, second=0, turns=((9, 61),)),
        Block(121, 130),
    )
    assert unpack_blocks(pack_blocks(blocks)) == blocks


def test_blocks_that_an_older_version_kept_are_read() -> None:
    """A kind and a page were all that was known."""
    assert unpack_blocks("[[0,5,1],[2,6],[1,9,2,3],[2,4,0,4]]") == (
        Block(0, 5, "heading"),
        Block(7, 13),
        Block(14, 23, "caption", 3),
        Block(25, 29, page=4),
    )


def test_plain_blocks_take_no_more_room_than_before() -> None:
    assert pack_blocks((Block(0, 5, "heading"), Block(7, 13), Block(14, 23, page=4))) == "[[0,5,1],[2,6],[1,9,0,4]]"


def test_a_page_is_the_last_one_that_has_begun() -> None:
    """Offsets of turns are counted from the block's beginning."""
    block = Block(100, 200, page=3, turns=((20, 4), (50, 6)))
    assert [block.page_at(offset) for offset in (100, 119, 120, 149, 150, 199)] == [3, 3, 4, 4, 6, 6]
    assert (block.second_at(150), Block(0, 9, second=5, turns=((4, 9),)).second_at(4)) == (None, 9)
