"""As 0002, for the two functions that write the events of jobs of a later time, and aborted ones.

Whichever of a connection's first looks at a job is planned decides for all of them.
"""

from django.db import migrations

FUNCTIONS = (
    "procrastinate_trigger_function_scheduled_events_v1()",
    "procrastinate_trigger_abort_requested_events_procedure_v1()",
)


class Migration(migrations.Migration):
    reasons = {
        "run-sql": "notes a setting of two functions: an instant, and whoever runs them goes on"
    }
    dependencies = [("heartbeats", "0002_jobs_by_index")]

    operations = [
        migrations.RunSQL(
            f"ALTER FUNCTION {each} SET enable_seqscan = off",
            f"ALTER FUNCTION {each} RESET enable_seqscan",
        )
        for each in FUNCTIONS
    ]
