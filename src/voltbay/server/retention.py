"""The `voltbay retention` command: what is over, or a run at once."""

import sys

import django


def run(*, dry: bool) -> None:
    """Print each rule with what is left, over and held; unless `dry`, end first what is over.

    Exits with 1 if something is over and could not be ended.
    """
    django.setup()
    from voltbay.core import clock
    from voltbay.core.languages import EN
    from voltbay.core.retention import register
    from voltbay.retention.run import run_all
    from voltbay.retention.state import state_of

    now = clock.now()  # a command is a door
    if not dry:
        sys.stdout.write(f"ended {run_all(now=now)} rows\n")
    overdue = 0
    for rule in register().values():
        state = state_of(rule, now=now)
        overdue += state.overdue
        oldest = f"{state.oldest_at:%Y-%m-%d}" if state.oldest_at else "-"
        sys.stdout.write(
            f"{rule.kind:28} left {state.left:>8}  over {state.overdue:>8}  "
            f"held {state.held:>6}  oldest {oldest:10}  {rule.said(EN)}\n"
        )
    if overdue and not dry:
        sys.exit(f"voltbay: {overdue} rows are over and could not be ended: see the log")
