"""The application that a web server calls."""

import os

from django.core.cache import close_caches
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, reset_queries
from django.urls import get_resolver

from voltbay.sentences import Reader, catalogue

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "voltbay.server.settings")
application: WSGIHandler = get_wsgi_application()
# Django does these around each request. A connection that is old or broken is closed once, when it
# is over; queries are kept for DEBUG alone, and our caches have nothing to close.
request_started.disconnect(reset_queries)
request_started.disconnect(close_old_connections)
request_finished.disconnect(close_caches)
# Every door opens now: neither the first caller waits for it, nor does he find out that one jams.
_ = get_resolver().url_patterns
for reader in Reader:
    catalogue(reader)
