"""The one way in which the server says no."""


class ApiError(Exception):
    """An answer other than `ok`: HTTP status, Telegram's description, and its `parameters` where there are any."""

    def __init__(self, status: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.status = status
        self.description = description
        self.parameters = parameters


class NotYet(ApiError):  # noqa: N818 — it reads better than NotYetError
    """Somebody has not written to the bot: it has no way to know but to try, so it is no mistake."""


def bad_request(reason: str) -> ApiError:
    """Status 400, the caller's mistake."""
    return ApiError(400, f"Bad Request: {reason}")
