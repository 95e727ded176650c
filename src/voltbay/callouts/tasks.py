"""What the worker does about call-outs, by the clock."""

from procrastinate.contrib.django import app

from voltbay.callouts.end import run_out
from voltbay.core import clock


@app.periodic(cron="* * * * *")
@app.task(name="callouts.run_out", queueing_lock="run_out_call_outs", pass_context=False)
def run_out_call_outs(timestamp: int) -> None:
    """End call-outs whose time is over, every minute: a danger that nobody answers is urgent."""
    run_out(now=clock.now())
