"""How customer service is reached."""

from voltbay.accounts.models import Support
from voltbay.core.errors import NotFound
from voltbay.core.languages import EN, ZH

NO_NUMBER = {ZH: "客服", EN: "customer service"}  # in a message, where none is set


class SupportUnknown(NotFound):
    """No number was set in the back office yet."""

    code = "support_unknown"


def support() -> Support:
    """Return number and hours. Raises SupportUnknown."""
    found = Support.objects.first()
    if found is None:
        raise SupportUnknown
    return found


def said_number(language: str) -> str:
    """Return whom to call, as a message says it."""
    found = Support.objects.first()
    return found.number if found else NO_NUMBER[EN if language == EN else ZH]
