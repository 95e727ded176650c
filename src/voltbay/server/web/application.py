"""The application that a web server calls."""

import os

from django.core.handlers.wsgi import WSGIHandler
from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

from voltbay.sentences import Reader, catalogue

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "voltbay.server.settings")
application: WSGIHandler = get_wsgi_application()
# Every door opens now: neither the first caller waits for it, nor does he find out that one jams.
_ = get_resolver().url_patterns
for reader in Reader:
    catalogue(reader)
