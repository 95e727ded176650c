"""Django's middleware for the pages of staff, which owners and readers walk past.

The owners' door has sessions, languages and refusals of its own: a member of staff's session
means nothing there, and looking for one would cost every request a twentieth of its time.
"""

from typing import cast

from django.contrib.auth import middleware as auth
from django.contrib.messages import middleware as messages
from django.contrib.sessions import middleware as sessions
from django.http import HttpRequest, HttpResponseBase
from django.middleware import locale
from django.utils.deprecation import MiddlewareMixin

OTHERS = ("/api/", "/info/")  # a page of the latter is the same for everybody, and may be kept


class _PastOthers(MiddlewareMixin):
    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        past = request.path_info.startswith(OTHERS)
        return cast(
            "HttpResponseBase", self.get_response(request) if past else super().__call__(request)
        )


class Session(_PastOthers, sessions.SessionMiddleware):
    """Who is signed in as staff."""


class Locale(_PastOthers, locale.LocaleMiddleware):
    """In which language staff read."""


class Authentication(_PastOthers, auth.AuthenticationMiddleware):
    """Which member of staff asks."""


class Messages(_PastOthers, messages.MessageMiddleware):
    """What the next page tells."""
