"""Choosing what to hear of, by which channel and when."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import time
from uuid import UUID

from django.db import transaction

from voltbay.accounts.models import StaffUser
from voltbay.accounts.staff.queries import outlets_of
from voltbay.staff_news.errors import WishUnknown
from voltbay.staff_news.kinds import KINDS, Channel, Kind, When, about
from voltbay.staff_news.models import Listener, Wish
from voltbay.staff_news.spread import LEADS_GROUPS, hearers


@dataclass(frozen=True)
class Choice:
    """All that somebody chooses: when for each kind and channel, quiet hours, of which outlets.

    No outlets mean all that they see; equal times mean no quiet hours.
    """

    when: Mapping[tuple[Kind, Channel], When]
    quiet_from: time
    quiet_until: time
    outlets: Collection[UUID]
    language: str


def offered(staff: StaffUser) -> dict[tuple[Kind, Channel], tuple[When, ...]]:
    """Return what somebody may choose from, in the order in which it is shown.

    What passes quiet hours does not wait for the morning either; a group hears what its outlet's
    managers want it to.
    """
    channels = [
        each for each in Channel if each is not Channel.ROBOTS or staff.role in LEADS_GROUPS
    ]
    kinds = [kind for kind in KINDS if staff.role in hearers(kind)]
    at_once = (When.OFF, When.NOW)
    return {
        (kind, channel): at_once if about(kind).passes else (*at_once, When.DIGEST)
        for kind in kinds
        for channel in channels
    }


def chosen(staff: StaffUser) -> tuple[Listener, dict[tuple[str, str], str]]:
    """Return how somebody listens now, and what they chose; an unsaved listener if they did not."""
    listener = Listener.objects.filter(pk=staff.pk).first() or Listener(staff=staff)
    wishes = Wish.objects.filter(listener=staff.pk)
    return listener, {(each.kind, each.channel): each.when for each in wishes}


@transaction.atomic
def choose(staff: StaffUser, choice: Choice) -> None:
    """Write what somebody chose in place of what they had. Raises WishUnknown."""
    may = offered(staff)
    if any(when not in may.get(where, ()) for where, when in choice.when.items()):
        raise WishUnknown
    columns = {
        "quiet_from": choice.quiet_from,
        "quiet_until": choice.quiet_until,
        "language": choice.language,
    }
    listener, _ = Listener.objects.update_or_create(staff=staff, defaults=columns)
    listener.outlets.set(outlets_of(staff).filter(pk__in=choice.outlets))
    listener.wishes.all().delete()
    Wish.objects.bulk_create(
        Wish(listener=listener, kind=kind, channel=channel, when=when)
        for (kind, channel), when in choice.when.items()
        if when is not When.OFF
    )
