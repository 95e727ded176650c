"""The back office's articles: written, looked at, published and withdrawn, never deleted."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from voltbay.articles.forms import ArticleForm
from voltbay.articles.models import Article
from voltbay.back_office.filters import PickFilter
from voltbay.core import clock
from voltbay.directory.admin import PageAdmin, framed


@admin.register(Article)
class ArticleAdmin(PageAdmin):
    """Articles with a look at them as they were saved. Whoever writes one first is its author."""

    form = ArticleForm
    list_display = ["title", "category", "state", "published_at", "expires_at", "author"]
    list_filter = ["state", "category", ("company", PickFilter)]
    list_select_related = ["author"]
    search_fields = ["title", "title_en"]
    autocomplete_fields = ["company", "outlet"]
    readonly_fields = ["author", "changed_at", "page", "preview_zh", "preview_en"]
    fieldsets = [
        (
            None,
            {
                "fields": [
                    ("category", "state"),
                    ("published_at", "expires_at"),
                    ("company", "outlet"),
                    "city_code",
                    ("author", "changed_at"),
                    "page",
                ]
            },
        ),
        (_("in Chinese"), {"fields": ["title", "body", "preview_zh"]}),
        (_("in English"), {"fields": ["title_en", "body_en", "preview_en"]}),
    ]

    def get_queryset(self, request: HttpRequest) -> "QuerySet[Article]":
        """Leave what only a search needs in the database."""
        found: QuerySet[Article] = super().get_queryset(request)
        return found.defer("search")

    def save_model(self, request: HttpRequest, obj: Article, form: Any, change: Any) -> None:
        """Note who writes it first, and when it was changed."""
        obj.changed_at = clock.now()  # noqa: TID251  # a door reads the clock
        if not change:
            obj.author = request.user  # type: ignore[assignment]  # whoever is here is staff
        super().save_model(request, obj, form, change)

    @admin.display(description=_("how it is read"))
    def preview_zh(self, article: Article) -> SafeString:
        """Show the text as it was saved."""
        return framed(article.body)

    @admin.display(description=_("how it is read in English"))
    def preview_en(self, article: Article) -> SafeString:
        """Show the English text as it was saved."""
        return framed(article.body_en)

    @admin.display(description=_("public page"))
    def page(self, article: Article) -> SafeString | str:
        """Lead to the page that anybody reads, once it is published."""
        if article._state.adding or article.state != Article.State.PUBLISHED:
            return "–"
        where = reverse("info:article", args=[article.pk])
        return format_html('<a href="{0}" class="text-primary-600 underline">{0}</a>', where)
