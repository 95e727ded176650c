"""The back office's pages of companies; those of outlets are finished in slots, which publishes."""

from typing import Any

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin, TabularInline

from voltbay.directory.forms import CompanyForm, OutletForm, WeekFormSet
from voltbay.directory.introduction import clean
from voltbay.directory.models import (
    Closure,
    Company,
    OpeningHours,
    Outlet,
    Qualification,
    Service,
)

PREVIEW_STYLE = "font: 15px/1.6 system-ui, sans-serif; color: #1f2937; max-width: 390px"


class PageAdmin(ModelAdmin):
    """What is shown to owners as a page of its own: never deleted, taken off the list instead."""

    warn_unsaved_form = True
    list_filter_submit = True

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002
        """Bookings and receipts refer to it for years."""
        return False

    @admin.display(description=_("how owners see it"))
    def preview(self, shown: Company | Outlet) -> SafeString:
        """Show the introduction as it was saved, out of reach of the back office's own style."""
        return format_html(
            '<div><template shadowrootmode="open"><div style="{}">{}</div></template></div>',
            PREVIEW_STYLE,
            mark_safe(clean(shown.introduction_html)),  # noqa: S308  # cleaned in this line
        )


class QualificationInline(TabularInline):
    model = Qualification
    extra = 0
    hide_title = True


@admin.register(Company)
class CompanyAdmin(PageAdmin):
    """Companies with their qualifications."""

    form = CompanyForm
    inlines = [QualificationInline]
    list_display = ["name", "credit_code", "city", "phone", "outlet_count", "is_listed"]
    list_filter = ["is_listed", "city"]
    search_fields = ["name", "credit_code", "city"]
    readonly_fields = ["preview"]
    fieldsets = [
        (None, {"fields": ["name", "city", "phone", "website", "is_listed"]}),
        (
            _("unified social credit code"),
            {"fields": ["credit_code", "credit_code_override_reason"]},
        ),
        (_("introduction (HTML)"), {"fields": ["introduction_html", "preview"]}),
    ]

    def get_queryset(self, request: HttpRequest) -> "QuerySet[Company]":
        """Count the outlets along."""
        counted: QuerySet[Company] = super().get_queryset(request)
        return counted.annotate(outlets_counted=Count("outlets"))

    @admin.display(description=_("outlets"), ordering="outlets_counted")
    def outlet_count(self, company: Company) -> int:
        """Show how many outlets the company has, listed or not."""
        return company.outlets_counted  # type: ignore[attr-defined,no-any-return]  # annotated


class ServiceInline(TabularInline):
    model = Service
    extra = 0
    hide_title = True
    tab = True
    fields = ["name", "slots_needed", "duration", "places", "is_offered"]
    readonly_fields = ["duration"]

    @admin.display(description=_("takes"))
    def duration(self, service: Service) -> str:
        """Show the minutes that the slots make on the outlet's grid."""
        if service._state.adding:
            return "–"
        return str(_("%s min")) % (service.slots_needed * service.outlet.slot_minutes)


class OpeningHoursInline(TabularInline):
    model = OpeningHours
    formset = WeekFormSet
    extra = 0
    hide_title = True
    tab = True
    ordering = ["weekday", "opens_at"]


class ClosureInline(TabularInline):
    model = Closure
    extra = 0
    hide_title = True
    tab = True
    ordering = ["-first_date"]


class OutletAdmin(PageAdmin):
    """Outlets with services, hours and closures. Registered by slots, which publishes changes."""

    form = OutletForm
    inlines = [OpeningHoursInline, ClosureInline, ServiceInline]
    list_display = ["name", "company", "city", "kind", "phone", "is_listed"]
    list_filter = ["city", "kind", "is_listed", "company"]
    list_select_related = ["company"]
    search_fields = ["name", "address", "city", "company__name"]
    autocomplete_fields = ["company"]
    readonly_fields = ["preview"]
    fieldsets = [
        (None, {"fields": ["company", "name", "kind", "phone", "is_listed"]}),
        (
            _("where it is"),
            {
                "fields": [
                    ("city", "city_code"),
                    "address",
                    ("pasted", "pasted_system"),
                    ("longitude", "latitude"),
                ]
            },
        ),
        (
            _("how it can be booked"),
            {
                "fields": [
                    ("slot_minutes", "book_ahead_days"),
                    ("cancel_until_hours", "works_on_holidays"),
                    "storage_limit_kg",
                ]
            },
        ),
        (_("introduction (HTML)"), {"fields": ["introduction_html", "preview"]}),
    ]
