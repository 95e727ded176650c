"""What the clean-up did last, rule by rule, for the console and for metrics."""

from dataclasses import dataclass

from voltbay.core.retention import Rule, register
from voltbay.retention.models import Run


@dataclass(frozen=True)
class Line:
    """A rule, and its last run; None before the first night."""

    rule: Rule
    run: Run | None


def report() -> list[Line]:
    """Return every rule with its last run, in the order of the register. One statement."""
    newest = Run.objects.order_by("kind", "-day").distinct("kind")
    runs = {run.kind: run for run in newest}
    return [Line(rule, runs.get(rule.kind)) for rule in register().values()]
