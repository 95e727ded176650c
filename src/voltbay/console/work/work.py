"""What works behind the pages: workers with their clocks, and jobs that were given up."""

from collections.abc import Mapping
from datetime import datetime
from functools import partial
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from voltbay.audit.record import record
from voltbay.console.access.guard import StaffRequest, caller
from voltbay.console.access.permissions import may
from voltbay.console.entries import EntryForm, OneNumber
from voltbay.console.errors import unknown
from voltbay.console.form_page import FormPage
from voltbay.core import clock
from voltbay.core.local_time import local
from voltbay.heartbeats.errors import JobMissing
from voltbay.heartbeats.failed_jobs import do_again, failed_jobs, forget
from voltbay.heartbeats.queries import living

PAGE = "work/work.html"
VERBS: Mapping[str, Any] = {
    "again": (do_again, "job-retried"),
    "forget": (forget, "job-forgotten"),
}


class JobForm(EntryForm):
    """Which job is done again or forgotten."""

    job = OneNumber(refusal=JobMissing)


@require_safe
def shown(request: StaffRequest) -> HttpResponse:
    """Show the workers that live, and the jobs that were given up, the newest first."""
    return FormPage(request, PAGE, _shown).show()


@require_POST
def act(request: StaffRequest) -> HttpResponse:
    """Have a job done again, or forget it."""
    asked, now = FormPage(request, PAGE, _shown), clock.now()
    do, what = VERBS.get(asked.pressed, (unknown, ""))
    once = partial(_do, request, do, what, now)
    return asked.answer_once(JobForm(request.POST), once, said=_("Done."), now=now)


def _do(request: StaffRequest, do: Any, what: str, now: datetime, form: JobForm) -> str:
    job_id = form.cleaned_data["job"]
    do(job_id)
    record(what, by=request.staff, address=caller(request), now=now, target=str(job_id))
    return reverse("console:work-behind")


def _shown(asked: FormPage) -> dict[str, Any]:
    now = clock.now()
    return {
        "workers": [
            {
                "host": each.host,
                "pid": each.pid,
                "build": each.build,
                "queues": ", ".join(sorted(each.queues)),
                "since": f"{local(each.started_at):%Y-%m-%d %H:%M}",
                "skew": f"{each.skew_seconds:+.2f}",
                "is_off": each.is_off,
            }
            for each in living(now=now)
        ],
        "jobs": [
            {
                "job": each,
                "at": f"{local(each.failed_at):%Y-%m-%d %H:%M}" if each.failed_at else "–",
            }
            for each in failed_jobs()
        ],
        "may_act": may(asked.request.staff.role, "work-behind-act"),
    }
