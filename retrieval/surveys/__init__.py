"""What do many articles say, taken together? Where does this quotation stand?

Not for answers to questions: what is found here is told as it stands, and nothing is chosen.
"""

from retrieval.surveys.quotations import Difference, Found, Place
from retrieval.surveys.surveys import Surveys

__all__ = ["Difference", "Found", "Place", "Surveys"]
