"""How readings ended, counted without saying whose they were."""

from collections import Counter
from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db.models import Count

from voltbay.recognition.models import Outcome


def outcomes(
    within: tuple[datetime, datetime], outlets: Collection[UUID] | None
) -> Counter[tuple[str, str]]:
    """Count readings of a half-open interval by `(result, code)`; only refusals have a code.

    A photo that was sent before its owner chose an outlet counts everywhere only.
    """
    first, last = within
    found = Outcome.objects.filter(at__gte=first, at__lt=last)
    if outlets is not None:
        found = found.filter(outlet_id__in=outlets)
    counted = found.order_by().values_list("result", "code").annotate(count=Count("*"))
    return Counter({(result, code): count for result, code, count in counted})
