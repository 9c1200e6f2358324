"""How often is it right? Question sets with gold answers become figures, and probabilities are held to their word.

Not for fitting weights: that is `benchmarks/answers`.
"""

from retrieval.evaluation.calibration import Bin, expected_calibration_error, reliability, risk_coverage
from retrieval.evaluation.evaluation import Outcome, ask, figures, locate, read_originals, read_questions

__all__ = [
    "Bin", "Outcome", "ask", "expected_calibration_error", "figures", "locate", "read_originals", "read_questions",
    "reliability", "risk_coverage",
]  # fmt: skip
