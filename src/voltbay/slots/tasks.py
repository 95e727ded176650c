"""The daily publishing: days that have become bookable get slots, past ones are forgotten."""

from datetime import timedelta
from uuid import UUID

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.types import JSONDict

from voltbay.core import clock
from voltbay.directory.models import Outlet
from voltbay.slots.publish import prune, publish_ahead

FORGET_AFTER = timedelta(days=100)  # staff look back at the load of ninety days
RETRIES = RetryStrategy(max_attempts=5, exponential_wait=4)


@app.periodic(cron="17 16 * * *")  # in UTC: 17 minutes after midnight in Shanghai
@app.task(queueing_lock="publish_all_outlets")
def publish_all_outlets(timestamp: int) -> None:
    """Defer one publishing for each outlet, so that one that fails keeps no other from its day."""
    outlets = Outlet.objects.values_list("pk", flat=True)
    jobs: list[JSONDict] = [{"outlet_id": str(outlet)} for outlet in outlets]
    if jobs:
        publish_outlet.batch_defer(*jobs)


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
