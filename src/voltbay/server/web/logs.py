"""One line of JSON for each thing worth telling, without personal data."""

import json
import logging
import re
from datetime import UTC, datetime

from voltbay.server.web.request_log import number

# PostgreSQL repeats the row that it refused: `DETAIL:  Key (phone)=(138…) already exists.`
ROW = re.compile(r"^(DETAIL|CONTEXT|QUERY|STATEMENT|PARAMETERS): .*(\n(?! |\w).*)*", re.MULTILINE)


class JsonLines(logging.Formatter):
    """Formats a record as JSON, with the number of the request it belongs to."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "from": record.name,
            "said": record.getMessage(),
        }
        if number.get():
            line["request"] = number.get()
        line |= getattr(record, "told", {})
        if record.exc_info:
            line["trace"] = ROW.sub(r"\1 left out", self.formatException(record.exc_info))
        return json.dumps(line, ensure_ascii=False, default=str)
