"""What do many articles say, taken together? Where does this quotation stand, what happened when, and
who said what?

Not for answers to questions: what is found here is told as it stands, and nothing is chosen.
"""

from retrieval.surveys.quotations import Difference, Found, Place
from retrieval.surveys.statements import Statement, Statements
from retrieval.surveys.surveys import Surveys
from retrieval.surveys.timelines import Event, Timeline

__all__ = ["Difference", "Event", "Found", "Place", "Statement", "Statements", "Surveys", "Timeline"]
