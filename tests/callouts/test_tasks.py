"""What the clock does."""

from datetime import timedelta

from django.utils import timezone

from voltbay.callouts.ask import ask
from voltbay.callouts.models import CallOut
from voltbay.callouts.tasks import forget_call_outs, run_out_call_outs


def test_the_worker_ends_a_danger_that_nobody_answered_and_forgets_it_a_month_later(danger, alice):
    ask(danger, owner=alice, now=timezone.now() - timedelta(hours=3))

    run_out_call_outs(0)
    assert CallOut.objects.get().state == "lapsed"

    CallOut.objects.update(ended_at=timezone.now() - timedelta(days=31))
    forget_call_outs(0)
    assert CallOut.objects.get().phone is None
