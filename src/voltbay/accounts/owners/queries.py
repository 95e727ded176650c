"""Finding owners."""

from uuid import UUID

from voltbay.accounts.models import Owner
from voltbay.accounts.owners.errors import OwnerUnknown


def find_owner(owner_id: UUID) -> Owner:
    """Return an owner, one whose account is closed as well. Raises OwnerUnknown."""
    found = Owner.objects.filter(pk=owner_id).first()
    if found is None:
        raise OwnerUnknown
    return found
