"""The reader's card: what it was made from, on which sets and under which licences, and what it can do."""

import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from tokenizers import Tokenizer

from benchmarks.answers.reader.figures import Figures, silence
from benchmarks.answers.reader.training import Progress

# The sets' licences as their README has them. Weights trained on share-alike sets name them here.
LICENCES = {
    "asked_piaf": "written for this; text CC BY-SA",
    "asked_press": "written for this",
    "asked_service_public": "written for this; text Licence Ouverte",
    "asked_wiki": "written for this; text CC BY-SA 3.0",
    "de_omosqa": "CC BY 4.0",
    "de_xquad": "CC BY-SA 4.0",
    "en_covidqa": "Apache-2.0; articles CC BY",
    "en_fairytaleqa": "Apache-2.0",
    "en_nq_lim": "MIT; data CC BY-SA 3.0",
    "en_omosqa": "CC BY 4.0",
    "en_selqa": "Apache-2.0",
    "en_squad1_val": "CC BY-SA 4.0",
    "en_squad2_dev_rest": "CC BY-SA 4.0",
    "en_xquad": "CC BY-SA 4.0",
    "en_xquad_unanswerable": "CC BY-SA 4.0",
    "es_squad2_mt": "CC BY 4.0",
    "es_xquad": "CC BY-SA 4.0",
    "fr_omosqa": "CC BY 4.0",
    "fr_piaf": "MIT; text CC BY-SA",
    "fr_piaf_unanswerable": "MIT; text CC BY-SA",
    "fr_service_public": "Licence Ouverte",
    "fr_travail_emploi": "package Apache-2.0; the site's own licence unverified",
    "it_squad_mt": "CC BY-SA 4.0",
    "no_norquad": "CC0",
    "no_norquad_train": "CC0",
    "off-topic": "written for this",
    "pt_faquad": "CC BY 4.0",
    "pt_squad2_mt": "CC BY 4.0",
    "tydi_en": "Apache-2.0; text CC BY-SA 3.0",
    "tydi_fi": "Apache-2.0; text CC BY-SA 3.0",
    "xquad_ro": "CC BY-SA 4.0",
    "xquad_tr": "CC BY-SA 4.0",
}
HEAD = """\
# The reader's card

A cross-encoder of 12 layers (384 wide; 21 million parameters and a word table of {pieces} pieces) that says how likely
a sentence answers a question. Its body is multilingual-e5-small (MIT, Wang et al. 2024), and it keeps e5's sentence
vectors.

- `model.onnx`: {size:.1f} MB, int8 (weights of 7 bits: safe on processors without VNNI), sha256 `{checksum}`
- made on {date} UTC from {begun}: {steps} steps, {groups} groups of a question and its sentences,
  {minutes:.0f} minutes on two cores; the word table stayed as it was
- speaks English, French, German, Spanish, Italian, Portuguese; reads other languages in Latin letters by smaller
  pieces, and is not to be asked in other scripts, whose letters it mostly does not know
"""


def write_card(out: Path, progress: Progress, figures: Mapping[str, Figures]) -> None:
    """Writes `card.md` beside `model.onnx` and `tokenizer.json` in `out`."""
    model = (out / "model.onnx").read_bytes()
    head = HEAD.format(
        pieces=_pieces(out / "tokenizer.json"),
        size=len(model) / 1e6,
        checksum=hashlib.sha256(model).hexdigest(),
        date=f"{datetime.now(UTC):%Y-%m-%d %H:%M}",
        begun=progress.begun,
        steps=progress.steps,
        groups=progress.groups,
        minutes=progress.spent / 60,
    )
    parts = [head, _taught(progress), _figures(figures), _silence(figures)]
    (out / "card.md").write_text("\n".join(parts), "utf-8")


def _pieces(tokenizer: Path) -> str:
    return f"{Tokenizer.from_file(str(tokenizer)).get_vocab_size():,}"


def _taught(progress: Progress) -> str:
    rows = ["## Taught on", "", "| set | groups | licence |", "|---|---|---|"]
    for name, groups in sorted(progress.seen.items()):
        sets = dict.fromkeys(name.removesuffix("=").replace(">", "@").split("@"))
        rows.append(f"| {name} | {groups} | {'; '.join(dict.fromkeys(LICENCES.get(one, '?') for one in sets))} |")
    meaning = "A>B: questions of A on B's articles, in another language. A@B: off B's topics. A=: each asked of its own"
    return "\n".join([*rows, "", f"{meaning} article alone.", ""])


def _figures(figures: Mapping[str, Figures]) -> str:
    rows = ["## Right sentence first, on held-out articles", "", "| set | asked | words | reader | both |",
            "|---|---|---|---|---|"]  # fmt: skip
    for name, one in figures.items():
        if one.words is not None:
            shares = " | ".join("–" if share is None else f"{share:.2f}" for share in (one.words, one.reader, one.both))
            rows.append(f"| {name} | {one.asked} | {shares} |")
    return "\n".join([*rows, ""])


def _silence(figures: Mapping[str, Figures]) -> str:
    areas = {name: "–" if area is None else f"{area:.2f}" for name, area in silence(figures).items()}
    return "AUROC of the highest score: " + ", ".join(f"{name} {area}" for name, area in areas.items()) + ".\n"
