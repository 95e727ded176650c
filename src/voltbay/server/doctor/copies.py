"""Whether this site is a restored copy that does nothing yet."""

from voltbay.quarantine.state import quarantine
from voltbay.server.doctor.finding import Finding, fail, ok, warn


def copy() -> Finding:
    """Look for a quarantine, and whether the restore that began it came to its end."""
    found = quarantine()
    if found is None:
        return ok("copy_none")
    tell = warn if found.is_whole else fail
    said = "copy_waits" if found.is_whole else "copy_cut_off"
    return tell(said, since=f"{found.since:%Y-%m-%d %H:%M} UTC")
