"""What the clock does."""

from datetime import timedelta

from django.utils import timezone

from voltbay.callouts.ask import ask
from voltbay.callouts.models import CallOut
from voltbay.callouts.tasks import run_out_call_outs


def test_the_worker_ends_a_danger_that_nobody_answered(danger, alice):
    ask(danger, owner=alice, now=timezone.now() - timedelta(hours=3))

    run_out_call_outs(0)
    assert CallOut.objects.get().state == "lapsed"
