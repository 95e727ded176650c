"""Taking back a consent, and with it what was kept on its ground."""

from datetime import datetime

from django.db import transaction

from voltbay.accounts.agreements.give_consent import withdraw_consent
from voltbay.accounts.models import Agreement, Owner
from voltbay.recognition.documents.erase import erase_all_of


@transaction.atomic
def withdraw_and_erase(kind: str, *, owner: Owner, client: str, now: datetime) -> None:
    """Record that the owner takes a yes back; without the one to documents all of them go.

    That includes documents under review: staff then decide without them. Safe to repeat. Raises
    ConsentNeeded. Source: PIPL art. 47, deletion on withdrawal.
    """
    withdraw_consent(owner=owner, kind=kind, client=client, now=now)
    if kind == Agreement.Kind.DOCUMENTS:
        erase_all_of(owner, now=now)
