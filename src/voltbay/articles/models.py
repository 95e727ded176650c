"""Articles as staff write them and anybody reads them."""

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from voltbay.core.languages import EN, ZH
from voltbay.directory.fields import IntroductionField, SummaryField
from voltbay.directory.models import Company, Outlet


class SearchDocument(Func):
    """What a search finds an article by: see `articles_document` in the first migration."""

    function = "articles_document"
    output_field = SearchVectorField()


class Article(models.Model):
    """A text for anybody, in Chinese and perhaps in English; both bodies are cleaned when saved.

    What a company's people write waits for the platform; `reason` is why it was not accepted, and
    `replaces` the published one that goes once this one is. An article is read while it is
    published, from `published_at` until `expires_at`. One of a company or an outlet is shown on
    their pages, one of a city on the city's.
    """

    class Category(models.TextChoices):
        POLICY = "policy", _("Policy")
        SAFETY = "safety", _("Safety")
        HOW_TO = "how_to", _("How-to")
        RECALL = "recall", _("Recalls")
        NOTICE = "notice", _("Notices of outlets")

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        WAITING = "waiting", _("waits for the platform")
        PUBLISHED = "published", _("on the site")
        WITHDRAWN = "withdrawn", _("taken off the site")

    id = models.BigAutoField(primary_key=True)
    category = models.CharField(_("category"), max_length=8, choices=Category)
    title = models.CharField(_("title"), max_length=80)
    title_en = models.CharField(_("title in English"), max_length=160, blank=True, default="")
    body = IntroductionField(_("text (HTML)"))
    body_en = IntroductionField(_("text in English (HTML)"), blank=True, default="")
    summary = SummaryField(of="body", db_default="")
    summary_en = SummaryField(of="body_en", db_default="")
    company = models.ForeignKey(
        Company,
        models.PROTECT,
        verbose_name=_("company"),
        null=True,
        blank=True,
        related_name="articles",
    )
    outlet = models.ForeignKey(
        Outlet,
        models.PROTECT,
        verbose_name=_("outlet"),
        null=True,
        blank=True,
        related_name="articles",
    )
    city_code = models.CharField(_("city"), max_length=6, blank=True, default="")  # GB/T 2260
    state = models.CharField(_("state"), max_length=9, choices=State, default=State.DRAFT)
    published_at = models.DateTimeField(_("published at"), null=True, blank=True)
    expires_at = models.DateTimeField(_("shown until"), null=True, blank=True)
    changed_at = models.DateTimeField(_("changed at"))
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("written by"),
        related_name="articles",
        editable=False,
    )
    reason = models.CharField(
        _("why it was not accepted"), max_length=400, blank=True, default="", editable=False
    )
    replaces = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )
    search = models.GeneratedField(
        expression=SearchDocument(F("title"), F("title_en"), F("body"), F("body_en")),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        ordering = ["-published_at", "-id"]
        indexes = [
            models.Index(fields=["city_code"], condition=~Q(city_code=""), name="article_by_city"),
            GinIndex(fields=["search"], name="article_by_words"),
            models.Index(
                fields=["-published_at", "-id"],
                condition=Q(state="published"),
                name="article_newest_first",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["draft", "waiting", "published", "withdrawn"]),
                name="article_state_is_known",
            ),
            models.CheckConstraint(
                condition=Q(category__in=["policy", "safety", "how_to", "recall", "notice"]),
                name="article_category_is_known",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "waiting"]) | Q(published_at__isnull=False),
                name="article_published_at_some_time",
                violation_error_message=_("Say since when it is read."),
            ),
            models.CheckConstraint(
                condition=Q(expires_at__isnull=True) | Q(expires_at__gt=F("published_at")),
                name="article_ends_after_it_begins",
                violation_error_message=_("It ends before it begins."),
            ),
            models.CheckConstraint(
                condition=Q(company__isnull=True) | Q(outlet__isnull=True),
                name="article_is_of_one",
                violation_error_message=_("Choose the outlet or its company, not both."),
            ),
            models.CheckConstraint(
                condition=Q(outlet__isnull=True) | Q(city_code=""),
                name="article_city_is_the_outlets",
                violation_error_message=_(
                    "An article of an outlet is of the outlet’s city: leave the city empty."
                ),
            ),
            models.CheckConstraint(
                condition=(Q(title_en="") & Q(body_en="")) | (~Q(title_en="") & ~Q(body_en="")),
                name="article_english_is_whole",
                violation_error_message=_("English needs both a title and a text."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def language_for(self, language: str) -> str:
        """Return what a reader of a language gets: Chinese where there is no English."""
        return EN if language == EN and self.title_en else ZH
