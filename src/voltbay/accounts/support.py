"""How customer service is reached."""

from voltbay.accounts.models import Support
from voltbay.core.errors import NotFound


class SupportUnknown(NotFound):
    """No number was set in the back office yet."""

    code = "support_unknown"


def support() -> Support:
    """Return number and hours. Raises SupportUnknown."""
    found = Support.objects.first()
    if found is None:
        raise SupportUnknown
    return found
