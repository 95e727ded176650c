"""Where each door is."""

from django.contrib import admin
from django.urls import URLPattern, URLResolver, path

from voltbay.api.app import api

urlpatterns: list[URLPattern | URLResolver] = [
    path("admin/", admin.site.urls),
    path("api/v1/", api.urls),
]
