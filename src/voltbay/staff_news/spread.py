"""Addressing news to those who want to hear of it: one row for each message that is due."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet

from voltbay.accounts.models import Role
from voltbay.accounts.staff.queries import AT_OUTLETS
from voltbay.staff_news.kinds import Channel, When, about
from voltbay.staff_news.models import Address, Delivery, News, Robot, Wish
from voltbay.staff_news.quiet import after_quiet, next_morning

BATCH = 200
HEARS = (*AT_OUTLETS, Role.COMPANY_MANAGER, Role.OPERATOR)
MANAGES = (Role.OUTLET_MANAGER, Role.COMPANY_MANAGER, Role.OPERATOR)
LEADS_GROUPS = (Role.OUTLET_MANAGER, Role.COMPANY_MANAGER)  # whose wish a group's robot follows


@transaction.atomic
def spread(*, now: datetime) -> int:
    """Address what nobody has been told of yet; return how many pieces of news. Safe to repeat."""
    waiting = News.objects.filter(spread_at__isnull=True).select_related("outlet", "company")
    rows = list(waiting.select_for_update(skip_locked=True, of=("self",)).order_by("id")[:BATCH])
    for news in rows:
        # The soonest first: of several people who chose a robot that one counts.
        due = sorted(_deliveries(news, now), key=lambda each: each.due_at)
        Delivery.objects.bulk_create(due, ignore_conflicts=True)
    News.objects.filter(pk__in=[each.pk for each in rows]).update(spread_at=now)
    return len(rows)


def wishes_for(news: News) -> "QuerySet[Wish]":
    """Return what those want who may see where it happened, and did not do it themselves."""
    found = Wish.objects.filter(_sees(news), kind=news.kind, listener__staff__is_active=True)
    found = found.filter(listener__staff__role__in=hearers(news.kind)).exclude(when=When.OFF)
    return found.select_related("listener__staff").order_by("id").distinct()


def hearers(kind: str) -> Sequence[Role]:
    """Return the roles that may hear of a kind."""
    known = about(kind)
    if known.platform:
        return (Role.OPERATOR,)
    if known.company:
        return (Role.COMPANY_MANAGER,)
    return MANAGES if known.managers else HEARS


def _sees(news: News) -> Q:
    """Return who sees where it happened: the company's people, the outlet's, the platform's."""
    outlet, company = news.outlet, news.company_id
    sees = Q(listener__staff__role=Role.OPERATOR)
    if outlet is None:
        of_company = Q(listener__staff__company=company) if company else Q(pk__in=[])
        return sees | Q(of_company, listener__staff__role=Role.COMPANY_MANAGER)
    sees |= Q(
        listener__staff__role=Role.COMPANY_MANAGER, listener__staff__company=outlet.company_id
    )
    sees |= Q(
        listener__staff__role__in=AT_OUTLETS,
        listener__staff__in=outlet.staff.order_by().values("pk"),
    )
    asked_here = Q(listener__outlets__isnull=True) | Q(listener__outlets=outlet)
    return sees & asked_here


def _deliveries(news: News, now: datetime) -> Iterable[Delivery]:
    wishes = list(wishes_for(news))
    known = _confirmed(wishes)
    robots = list(_robots_of(news))
    for wish in wishes:
        due_at, is_digest = _due(news, wish, now)
        listener = wish.listener
        row = Delivery(news=news, channel=wish.channel, due_at=due_at, is_digest=is_digest)
        if wish.channel == Channel.ROBOTS:
            if listener.staff.role in LEADS_GROUPS:
                yield from (_to_robot(row, robot) for robot in robots)
        elif (listener.pk, wish.channel) in known and listener.pk != news.actor_id:
            row.staff_id = listener.pk
            yield row


def _to_robot(row: Delivery, robot: Robot) -> Delivery:
    return Delivery(
        news=row.news,
        channel=row.channel,
        due_at=row.due_at,
        is_digest=row.is_digest,
        robot=robot,
    )


def _due(news: News, wish: Wish, now: datetime) -> tuple[datetime, bool]:
    """Return when it is told, and whether in one message with what else waits."""
    if about(news.kind).passes:
        return now, False
    at = next_morning(now) if wish.when == When.DIGEST else now
    listener = wish.listener
    at = after_quiet(at, begins=listener.quiet_from, ends=listener.quiet_until)
    return at, at > now


def _confirmed(wishes: Iterable[Wish]) -> set[tuple[int, str]]:
    people = {wish.listener.pk for wish in wishes}
    found = Address.objects.filter(staff__in=people, confirmed_at__isnull=False)
    return set(found.values_list("staff_id", "channel"))


def _robots_of(news: News) -> "QuerySet[Robot]":
    outlet = news.outlet
    of_all = Q(outlet__isnull=True, company=outlet.company_id if outlet else news.company_id)
    here = of_all | Q(outlet=outlet) if outlet else of_all
    return Robot.objects.filter(here).order_by("id")
