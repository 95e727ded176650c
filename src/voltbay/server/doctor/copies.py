"""Whether this database is a copy that does nothing yet."""

from django.conf import settings

from voltbay.quarantine.state import Why, quarantine
from voltbay.server.doctor.finding import Finding, fail, ok, warn

BY_MARK = {
    Why.OTHER_SITE: "copy_other_site",
    Why.COPIED: "copy_copied",
    Why.WENT_BACK: "copy_went_back",
}


def copy() -> Finding:
    """Look for a quarantine, and whether the restore that began it came to its end."""
    found = quarantine()
    if found is None:
        return ok("copy_none")
    if found.since is None:
        return warn(BY_MARK[found.why], site=found.site, ours=settings.VOLTBAY_PUBLIC_URL)
    tell = warn if found.is_whole else fail
    said = "copy_waits" if found.is_whole else "copy_cut_off"
    return tell(said, since=f"{found.since:%Y-%m-%d %H:%M} UTC")
