"""What is refused about jobs."""

from voltbay.core.errors import NotFound


class JobMissing(NotFound):
    """No such job was given up: it was done again or forgotten meanwhile."""

    code = "job_missing"
