"""What does a person see in a browser? The search page, citations, the description of `/v1`; without JavaScript.

Not for what is answered; nothing on a page comes from elsewhere.
"""

from bot.serving.pages.conversation import Conversations
from bot.serving.pages.pages import Pages
from bot.serving.pages.rendering import fault_page

__all__ = ["Conversations", "Pages", "fault_page"]
