"""Which workers there are, and how far their clocks are off."""

from django.db import models


class Heartbeat(models.Model):
    """One worker's last sign of life. The row goes with the worker, or a day after it died."""

    id = models.UUIDField(primary_key=True)  # the worker makes it up when it starts
    host = models.CharField(max_length=100)
    pid = models.PositiveIntegerField()
    build = models.CharField(max_length=40)
    runtime = models.CharField(max_length=20, default="")  # which library reads photos, if any does
    queues = models.JSONField()  # the names of those that it serves now
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    skew_seconds = models.FloatField()  # its clock ahead of the database's
    tasks = models.JSONField(default=dict)  # of each, what `server.jobs_done` counted
    bytes = models.BigIntegerField(default=0)  # of memory, with the processes that it started
    is_off = models.BooleanField()  # by so much that it leaves work of time to others

    class Meta:
        indexes = [models.Index(fields=["seen_at"], name="heartbeat_seen")]

    def __str__(self) -> str:
        return f"{self.host} {self.pid}"
