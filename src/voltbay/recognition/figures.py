"""How readings ended, counted without saying whose they were."""

from collections import Counter
from collections.abc import Collection, Sequence
from datetime import date
from uuid import UUID

from voltbay.totals.counted import Counted
from voltbay.totals.queries import summed

SQL = """
SELECT (at AT TIME ZONE 'Asia/Shanghai')::date, result || ' ' || code, count(*)
FROM {spans} JOIN recognition_outcome AS outcome ON at >= span.first AND at < span.last
WHERE true {here} GROUP BY 1, 2
"""
COUNTED = Counted("photos", SQL, outlet="outcome.outlet_id")


def outcomes(days: Sequence[date], outlets: Collection[UUID] | None) -> Counter[tuple[str, str]]:
    """Count readings on some days by `(result, code)`; only refusals have a code.

    A photo that was sent before its owner chose an outlet counts everywhere only.
    """
    counted: Counter[tuple[str, str]] = Counter()
    for key, count in summed(COUNTED, days, outlets).items():
        result, _, code = key.partition(" ")
        counted[result, code] = count
    return counted
