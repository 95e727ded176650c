"""How customer service is reached."""

from django.http import HttpRequest
from ninja import Router, Schema

from voltbay.accounts.support import support
from voltbay.api.language import language_of
from voltbay.core.languages import EN

router = Router(tags=["support"])


class SupportOut(Schema):
    number: str
    hours: str


@router.get("/support", response=SupportOut, summary="Customer service")
def customer_service(request: HttpRequest) -> SupportOut:
    """Return the number to call and when somebody answers, as set in the back office."""
    found = support()
    english = language_of(request) == EN
    return SupportOut(number=found.number, hours=found.hours_en if english else found.hours_zh)
