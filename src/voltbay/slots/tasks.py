"""The daily publishing: days that have become bookable get slots, past ones are forgotten.

1. Once a night each outlet comes into a batch; a batch is a job, which any worker takes.
2. A batch publishes its outlets one after the other, each in a transaction of its own.
3. An outlet that fails keeps no other from its day: it gets a job of its own, which is tried again
   and, if it is given up, told as any failed job is.

Two runs beside each other do no harm: an outlet is published by one at a time, and what is as it
ought to be stays as it is.
"""

import logging
from collections import Counter
from datetime import timedelta
from uuid import UUID

from django.db import OperationalError
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.types import JSONDict, JSONValue

from voltbay.core import clock
from voltbay.directory.models import Outlet
from voltbay.slots.publish import prune, publish_ahead, publish_quietly

log = logging.getLogger(__name__)

FORGET_AFTER = timedelta(days=100)  # staff look back at the load of ninety days
BATCH = 25  # outlets; a second or less, so that several workers end together
RETRIES = RetryStrategy(max_attempts=5, exponential_wait=4)


@app.periodic(cron="17 16 * * *")  # in UTC: 17 minutes after midnight in Shanghai
@app.task(queueing_lock="publish_all_outlets")
def publish_all_outlets(timestamp: int) -> None:
    """Defer the publishing of all outlets, in batches."""
    known = Outlet.objects.order_by("pk").values_list("pk", flat=True)
    outlets: list[JSONValue] = [str(pk) for pk in known]
    jobs: list[JSONDict] = [
        {"outlet_ids": outlets[n : n + BATCH]} for n in range(0, len(outlets), BATCH)
    ]
    if jobs:
        publish_batch.batch_defer(*jobs)
        log.info("publishing: %s outlets in %s batches", len(outlets), len(jobs))


@app.task(retry=RETRIES)
def publish_batch(outlet_ids: list[str]) -> None:
    """Publish the days of some outlets that can be booked ahead."""
    done: Counter[str] = Counter()
    for outlet in Outlet.objects.filter(pk__in=outlet_ids).only("pk"):
        try:
            published = publish_quietly(outlet, now=clock.now())
        except OperationalError:  # the database itself: the whole batch is tried again
            raise
        except Exception:
            log.exception("publishing of outlet %s failed: it is tried again alone", outlet.pk)
            publish_outlet.defer(outlet_id=str(outlet.pk))
            done["failed"] += 1
        else:
            done += Counter(added=published.added, changed=published.changed)
            done += Counter(removed=published.removed, outlets=1)
    log.info("published a batch: %s", dict(done))


@app.task(retry=RETRIES)
def publish_outlet(outlet_id: str) -> None:
    """Publish the days of an outlet that can be booked ahead."""
    outlet = Outlet.objects.filter(pk=UUID(outlet_id)).first()
    if outlet:  # it may have been deleted since
        publish_ahead(outlet, now=clock.now())


@app.periodic(cron="37 18 * * *")
@app.task(queueing_lock="forget_past_slots")
def forget_past_slots(timestamp: int) -> None:
    """Delete unclaimed slots that lie long enough in the past."""
    prune(before=clock.now() - FORGET_AFTER)
