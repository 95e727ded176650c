"""What workers do for each other."""

import logging

from django.conf import settings
from procrastinate import JobContext, exceptions
from procrastinate.contrib.django import app
from procrastinate.jobs import Job, Status
from procrastinate.manager import JobManager

from voltbay.core import clock
from voltbay.server.backup.erase_again import write_list
from voltbay.server.backup.lies_in import lies_in
from voltbay.server.totals import keep_all
from voltbay.server.worker import DEAD_AFTER_SECONDS

log = logging.getLogger(__name__)
MOST_STARTS = 4  # a job that killed this many workers is more likely the cause than a victim


@app.periodic(cron="* * * * * */10")
@app.task(name="server.rescue", queueing_lock="rescue", pass_context=True)
async def rescue(context: JobContext, timestamp: int) -> None:
    """Queue the jobs of dead workers again, every ten seconds."""
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs(seconds_since_heartbeat=DEAD_AFTER_SECONDS):
        await rescue_one(manager, job)


@app.periodic(cron="*/10 * * * *")
@app.task(name="server.list_erasures", queueing_lock="list_erasures", pass_context=False)
def list_erasures(timestamp: int) -> None:
    """Write what was erased beside the backups, every ten minutes, where there are any."""
    if not settings.VOLTBAY_BACKUPS:
        return
    try:
        write_list(lies_in(settings.VOLTBAY_BACKUPS))
    except OSError as failed:  # the next one, in ten minutes, writes all of it
        log.error("the list of erasures could not be written (%s)", failed.strerror)  # noqa: TRY400


@app.periodic(cron="*/10 * * * *")
@app.task(name="server.keep_totals", queueing_lock="keep_totals", pass_context=False)
def keep_totals(timestamp: int) -> None:
    """Count the days that are over, once, and those that were changed since, every ten minutes."""
    keep_all(now=clock.now())


async def rescue_one(manager: JobManager, job: Job) -> None:
    """Queue a job again, or give it up when it has been tried often enough."""
    if job.attempts >= MOST_STARTS:
        log.error("job %s (%s) given up after %s starts", job.id, job.task_name, job.attempts)
        await manager.finish_job(job, status=Status.FAILED, delete_job=False)
        return
    try:
        await manager.retry_job(job)
    except exceptions.UniqueViolation:  # its successor waits already: the clock queued it
        await manager.finish_job(job, status=Status.ABORTED, delete_job=False)
    log.warning("job %s (%s) of a dead worker queued again", job.id, job.task_name)
