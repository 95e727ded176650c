"""The Django app of this package."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ArticlesConfig(AppConfig):
    name = "voltbay.articles"
    label = "articles"
    verbose_name = _("articles")
