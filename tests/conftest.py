"""What the test run prints besides its dots."""

import pytest

# The figures of the shipped question set, put here by the test that asks it.
FIGURES = pytest.StashKey[dict[str, float]]()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Prints the figures of the shipped question set, whether or not they pass."""
    if found := config.stash.get(FIGURES, None):
        terminalreporter.section("tests/questions.jsonl asked of seeds/")
        for name, value in found.items():
            terminalreporter.write_line(f"{name:<24} {value:.3f}")
