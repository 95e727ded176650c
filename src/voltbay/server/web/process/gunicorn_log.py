"""gunicorn's own words, as lines of JSON like everybody's."""

from typing import Any

from gunicorn.glogging import Logger  # type: ignore[import-untyped]


class Log(Logger):  # type: ignore[misc]
    """Leaves its records to the log of the whole program, and keeps no log of requests."""

    def setup(self, cfg: Any) -> None:
        """Hand everything on."""
        self.error_log.setLevel(self.LOG_LEVELS[cfg.loglevel.lower()])
        self.error_log.propagate = True
        self.access_log.disabled = True
