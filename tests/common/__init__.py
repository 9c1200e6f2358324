"""What tests of several folders share: the running bot, made-up articles and files, databases."""

from pathlib import Path

ROOT = Path(__file__).parents[2]
