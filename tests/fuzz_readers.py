"""`python -m tests.fuzz_readers .md -max_total_time=60`: looks with libFuzzer for bytes that a reader does not survive.

It needs atheris (`pip install --group fuzz`). Other options are libFuzzer's; what it found is written to `crash-…`, and
given as a last argument it is read again. A reader that hangs is found by `-timeout=10`.
"""

import sys

import atheris

with atheris.instrument_imports(include=["retrieval"], enable_loader_override=False):
    from retrieval.reading.suffixes import SUFFIXES
    from tests.common.promises import SAMPLES, assert_promises


def main() -> None:
    """Begins with the good files of this format."""
    if len(sys.argv) < 2 or sys.argv[1] not in SUFFIXES:
        sys.exit(f"Name a format: python -m tests.fuzz_readers {' | '.join(SUFFIXES)}")
    suffix = sys.argv.pop(1)
    seeds = [data for name, data in SAMPLES.items() if name.endswith(suffix)]

    def mutate(data: bytes, most: int, seed: int) -> bytes:
        """Some of the time from a good file, which chance alone would never make."""
        begun = seeds[seed % len(seeds)] if seeds and seed % 8 == 0 else data
        mutated: bytes = atheris.Mutate(begun, most)
        return mutated

    atheris.Setup(sys.argv, lambda data: assert_promises(suffix, data), custom_mutator=mutate)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
