"""The application that a web server calls."""

import os

from django.core.handlers.wsgi import WSGIHandler
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "voltbay.server.settings")
application: WSGIHandler = get_wsgi_application()
