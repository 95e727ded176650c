"""Correcting what is known of an owner."""

from voltbay.accounts.models import Owner
from voltbay.identifiers.name import parse_name


def change_name(*, owner: Owner, name: str | None) -> Owner:
    """Store the owner's name, or forget it. Raises NameMalformed or NameTooLong."""
    owner.name = None if name is None else parse_name(name)
    Owner.objects.filter(pk=owner.pk, closed_at=None).update(name=owner.name)
    return owner
