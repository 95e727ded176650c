"""Jobs are found by their indexes, however few they were when a connection planned it.

The trigger that writes a job's events looks the job up, and a connection plans that once. Where the
table was nearly empty then, it read all of it at each job ever after: 1.5 ms of a confirmation
once ten thousand jobs waited.
"""

from django.db import migrations

FUNCTIONS = (
    "procrastinate_trigger_function_status_events_insert_v1()",
    "procrastinate_trigger_function_status_events_update_v1()",
    "procrastinate_fetch_job_v2(character varying[], bigint)",
    "procrastinate_finish_job_v1(bigint, procrastinate_job_status, boolean)",
)


class Migration(migrations.Migration):
    reasons = {
        "run-sql": "notes a setting of four functions: an instant, and whoever runs them goes on"
    }
    dependencies = [
        ("heartbeats", "0001_initial"),
        ("procrastinate", "0041_post_retry_failed_job"),
    ]

    operations = [
        migrations.RunSQL(
            f"ALTER FUNCTION {each} SET enable_seqscan = off",
            f"ALTER FUNCTION {each} RESET enable_seqscan",
        )
        for each in FUNCTIONS
    ]
