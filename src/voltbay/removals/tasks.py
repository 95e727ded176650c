"""What the worker does about removals, by the clock."""

from procrastinate.contrib.django import app

from voltbay.core import clock
from voltbay.removals.receipts.tell_block import tell_blocks
from voltbay.removals.stock.storage import expect


@app.periodic(cron="* * * * *")
@app.task(name="removals.expect", queueing_lock="expect_packs", pass_context=False)
def expect_packs(timestamp: int) -> None:
    """Write down what today's cars will bring to each store, every minute."""
    expect(now=clock.now())


@app.periodic(cron="*/10 0-12 * * *")  # in UTC: 8:00 to 20:50 in Shanghai
@app.task(name="removals.tell_blocks", queueing_lock="tell_block_receipts", pass_context=False)
def tell_block_receipts(timestamp: int) -> None:
    """Tell companies of the receipts of a day's cars, in daytime only."""
    tell_blocks(now=clock.now())
