"""Whose a body is, before Django has looked: who shares an address need not share a turn."""

import hashlib

from django.conf import settings
from django.core.handlers.wsgi import WSGIRequest

from voltbay.api.presented import presented_token
from voltbay.server.web.process.environ import Environ

API = "/api/"


def sender_of(environ: Environ, *, network: str) -> str:
    """Return what a sender's turns are counted by: the session that is shown, or the network.

    Whether the session exists is not known here. Whoever makes one up is refused at once, and so
    holds a turn for a moment only; it is read as those read it who will look for it, or somebody
    could seem to be another each time and still be known.
    """
    request = WSGIRequest(environ)
    if request.path_info.startswith(API):
        token, _ = presented_token(request)
    else:
        token = request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest() if token else network
