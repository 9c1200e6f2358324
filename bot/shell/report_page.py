"""A question set's figures as one page that needs nothing but itself: tables, drawings, and the worst misses."""

from collections.abc import Callable, Iterable, Sequence
from html import escape
from importlib.resources import files

from bot.shell.plots import draw_reliability, draw_risk_coverage, draw_spread
from bot.shell.reports import AskedSet, rounded
from retrieval.evaluation import Outcome, expected_calibration_error, figures, reliability, risk_coverage
from retrieval.language import split_passages
from retrieval.types import Article, Citation

MOST_MISSES = 100
# What is worth comparing between the parts of a set; the rest is in the table of the whole.
COMPARED = ("questions", "answerable", "sentence_at_1", "sentence_at_3", "passage_at_10", "auroc",
            "answered_answerable", "answered_unanswerable", "precision_when_answered")  # fmt: skip
# The page says itself that it fetches nothing, and the browser holds it to that.
POLICY = "default-src 'none'; style-src 'unsafe-inline'"

RISK_COVERAGE = (
    "Risk and coverage: the more questions are answered, surest first, the more of the answers are wrong. "
    "Any answer to an unanswerable question is wrong."
)
RELIABILITY = (
    "Reliability: how many of the questions have an answer, in bins of as many questions each. "
    "On the dashed line the probability keeps its word; the expected calibration error is {error}."
)
SPREAD = "Spread: how far the probability tells answerable questions from the others."


def render_report(title: str, asked: AskedSet) -> str:
    """The page as HTML. Whatever comes from questions or articles is escaped."""
    outcomes = asked.outcomes
    wrong = [o for o in outcomes if o.question.answerable and o.given and not o.right]
    spoken = [o for o in outcomes if not o.question.answerable and o.answered]
    style = files(__package__).joinpath("report_page.css").read_text(encoding="utf-8")
    return f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(title)}</title>
<style>
{style}</style>
</head>
<body>
<h1>{escape(title)}</h1>
<div class="plots">{_drawings(outcomes)}</div>
<h2>Figures</h2>
<div class="wide"><table>{_rows(figures(outcomes))}</table></div>
<p class="soft">retrieval/evaluation/evaluation.py and retrieval/evaluation/calibration.py define them.</p>
<h2>By kind of question, as Ibid read it</h2>
{_compared(outcomes, lambda o: o.kind or "none told")}
<h2>By language, as Ibid read it</h2>
{_compared(outcomes, lambda o: o.lang)}
{_own_kinds(outcomes)}
<h2>The wrong sentence first</h2>
{_misses(wrong, asked.articles, "No answerable question got a wrong sentence first.")}
<h2>Answered though the articles do not</h2>
{_misses(spoken, asked.articles, "No unanswerable question was answered.")}
</body>
</html>
"""


def _drawings(outcomes: Sequence[Outcome]) -> str:
    chances, right = [o.probability for o in outcomes], [o.right for o in outcomes]
    able = [o.probability for o in outcomes if o.question.answerable]
    others = [o.probability for o in outcomes if not o.question.answerable]
    wrong = [not o.right for o in outcomes if o.answered]
    shown = (len(wrong) / len(outcomes), sum(wrong) / len(wrong)) if wrong else None
    has_answer = [o.question.answerable for o in outcomes]
    error = rounded(expected_calibration_error(chances, has_answer))
    return (
        _figure(draw_risk_coverage(risk_coverage(chances, right), shown), RISK_COVERAGE)
        + _figure(draw_reliability(reliability(chances, has_answer)), RELIABILITY.format(error=error))
        + _figure(draw_spread(able, others), SPREAD)
    )


def _figure(svg: str, said: str) -> str:
    return f"<figure>{svg}<figcaption>{escape(said)}</figcaption></figure>"


def _rows(found: dict[str, object]) -> str:
    flat: list[tuple[str, object]] = []
    for name, value in found.items():
        flat += [(f"{name} {part}", v) for part, v in value.items()] if isinstance(value, dict) else [(name, value)]
    return "".join(f"<tr><th>{escape(name)}</th><td>{rounded(value)}</td></tr>" for name, value in flat)


def _compared(outcomes: Sequence[Outcome], part_of: Callable[[Outcome], str]) -> str:
    """The figures of each part of the set, the largest part first."""
    parts: dict[str, list[Outcome]] = {}
    for outcome in outcomes:
        parts.setdefault(part_of(outcome), []).append(outcome)
    head = "".join(f"<th>{name.replace('_', ' ')}</th>" for name in COMPARED)
    body = ""
    for name, part in sorted(parts.items(), key=lambda item: (-len(item[1]), item[0])):
        found = figures(part)
        cells = "".join(f"<td>{rounded(found[figure])}</td>" for figure in COMPARED)
        body += f"<tr><th>{escape(name)}</th>{cells}</tr>"
    return f'<div class="wide"><table><thead><tr><th></th>{head}</tr></thead><tbody>{body}</tbody></table></div>'


def _own_kinds(outcomes: Sequence[Outcome]) -> str:
    """The same by the set's own kinds, where it has any."""
    if not any(o.question.kind for o in outcomes):
        return ""
    return f"<h2>By the set's own kinds</h2>{_compared(outcomes, lambda o: o.question.kind or 'none told')}"


def _misses(missed: Iterable[Outcome], articles: dict[str, Article], none: str) -> str:
    """The worst misses first: those that Ibid was surest of."""
    worst = sorted(missed, key=lambda o: -o.probability)
    if not worst:
        return f"<p>{none}</p>"
    items = "".join(_miss(outcome, articles) for outcome in worst[:MOST_MISSES])
    said = f"{len(worst)} questions, the highest probability first"
    return f'<p class="soft">{said}{f"; {MOST_MISSES} are shown" * (len(worst) > MOST_MISSES)}.</p><ol>{items}</ol>'


def _miss(outcome: Outcome, articles: dict[str, Article]) -> str:
    question = outcome.question
    facts = [f"probability {outcome.probability:.3f}", "answered" if outcome.answered else "kept quiet"]
    if question.answerable:
        place = f"in place {outcome.sentence_rank}" if outcome.sentence_rank else "not found"
        facts.append(f"the right sentence was {place}")
    facts.append(f"question {question.id}")
    return (
        f'<li><p class="question" dir="auto">{escape(question.text)}</p><p class="soft">{escape(" · ".join(facts))}</p>'
        f"{_quoted('given', 'Given', outcome.given)}{_quoted('gold', 'Gold', gold_citation(outcome, articles))}</li>"
    )


def _quoted(name: str, said: str, citation: Citation | None) -> str:
    if citation is None:
        return ""
    title = f'<span class="soft">{said}, <bdi>{escape(citation.article.title)}</bdi></span>'
    sentence = f'<bdi lang="{escape(citation.article.lang)}">{escape(citation.text)}</bdi>'
    return f'<p class="{name}">{title}<br>{sentence}</p>'


def gold_citation(outcome: Outcome, articles: dict[str, Article]) -> Citation | None:
    """The sentence in which the first gold span starts; None where there is none (a heading can't be quoted)."""
    question = outcome.question
    if not question.answerable or not question.spans:
        return None
    for passage in split_passages(articles[question.article_id]):
        for sentence in passage.sentences:
            if sentence.start <= question.spans[0][0] < sentence.end:
                return Citation(passage, sentence)
    return None
