"""What must be so of the photo store before a program starts: what is erased there is gone."""

import logging

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from voltbay.core.bucket import bucket, is_bucket
from voltbay.recognition import photos
from voltbay.server.said import language_of_terminal, say

log = logging.getLogger(__name__)


def check() -> None:
    """Raise ImproperlyConfigured where erased photos would stay.

    A store that does not answer is told to the log: it may come back, and `/readyz` waits for it.
    """
    if not is_bucket(settings.VOLTBAY_PHOTOS):
        return
    try:
        why = photos.why_it_would_not_erase()
    except OSError as failed:
        log.error("the photo store does not answer (%s)", failed.strerror)  # noqa: TRY400
        return
    if why:
        name = bucket(settings.VOLTBAY_PHOTOS).name
        raise ImproperlyConfigured(say("doctor", why, language_of_terminal(), bucket=name))
