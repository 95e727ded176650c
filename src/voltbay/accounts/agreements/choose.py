"""Writing down an owner's word on a purpose that has no text of its own."""

from datetime import datetime

from django.db import transaction

from voltbay.accounts.agreements.queries import last_choice
from voltbay.accounts.models import Choice, Owner, StaffUser
from voltbay.accounts.models.owners import LONGEST_CLIENT


@transaction.atomic
def choose(  # each is one thing that the row says
    of: Choice.Of,
    action: Choice.Action,
    *,
    owner: Owner,
    now: datetime,
    client: str = "",
    staff: StaffUser | None = None,
) -> Choice | None:
    """Record a yes or a no; None says that it was the owner's last word already.

    The owner's row stays locked until the transaction ends: who asks after this word with the row
    locked, as `bookings.remind` does, asks before or after it, never beside it.
    """
    Owner.objects.select_for_update(no_key=True).get(pk=owner.pk)
    said = last_choice(owner, of)
    if said is not None and said.action == action:
        return None
    return Choice.objects.create(
        owner=owner, of=of, action=action, at=now, client=client[:LONGEST_CLIENT], staff=staff
    )
