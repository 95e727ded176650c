"""The back office's pages of companies; those of outlets are finished in slots, which publishes."""

from typing import Any

from django.contrib import admin
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _
from unfold.admin import TabularInline

from voltbay.back_office.filters import PickFilter, WordsFilter
from voltbay.back_office.lists import ListAdmin
from voltbay.directory.forms import CompanyForm, OutletForm, ServiceForm, WeekFormSet
from voltbay.directory.imports.admin import ImportingAdmin
from voltbay.directory.imports.resources import CompanyResource, OutletResource
from voltbay.directory.introduction import clean
from voltbay.directory.models import (
    Closure,
    Company,
    OpeningHours,
    Outlet,
    Qualification,
    Service,
    Technician,
)
from voltbay.directory.nearest import nearest_outlets
from voltbay.directory.sketch import sketch

PREVIEW_STYLE = "font: 15px/1.6 system-ui, sans-serif; color: #1f2937; max-width: 390px"


def framed(text: str) -> SafeString:
    """Show what owners will see of an HTML text, out of reach of the back office's own style."""
    return format_html(
        '<div><template shadowrootmode="open"><div style="{}">{}</div></template></div>',
        PREVIEW_STYLE,
        mark_safe(clean(text)),  # noqa: S308  # cleaned in this line
    )


class PageAdmin(ListAdmin):
    """What is shown to owners as a page of its own: never deleted, taken off the list instead."""

    warn_unsaved_form = True

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002
        """Bookings and receipts refer to it for years."""
        return False

    @admin.display(description=_("how owners see it"))
    def preview(self, shown: Any) -> SafeString:
        """Show the introduction as it was saved."""
        return framed(shown.introduction_html)


class QualificationInline(TabularInline):
    model = Qualification
    extra = 0
    hide_title = True


@admin.register(Company)
class CompanyAdmin(ImportingAdmin, PageAdmin):
    """Companies with their qualifications."""

    form = CompanyForm
    resource = CompanyResource
    inlines = [QualificationInline]
    list_display = ["name", "credit_code", "city", "phone", "outlet_count", "is_listed"]
    list_filter = ["is_listed", ("city", WordsFilter)]
    search_fields = ["name", "credit_code", "city"]
    readonly_fields = ["preview"]
    fieldsets = [
        (
            None,
            {"fields": ["name", "name_en", "city", "phone", "website", "since_year", "is_listed"]},
        ),
        (
            _("unified social credit code"),
            {"fields": ["credit_code", "credit_code_override_reason"]},
        ),
        (_("introduction (HTML)"), {"fields": ["introduction_html", "preview"]}),
    ]

    def get_queryset(self, request: HttpRequest) -> "QuerySet[Company]":
        """Count the outlets along, of the companies on the page alone."""
        found: QuerySet[Company] = super().get_queryset(request)
        own = Outlet.objects.filter(company=OuterRef("pk")).order_by().values("company")
        return found.annotate(
            outlets_counted=Coalesce(Subquery(own.annotate(n=Count("pk")).values("n")), 0)
        )

    @admin.display(description=_("outlets"), ordering="outlets_counted")
    def outlet_count(self, company: Company) -> int:
        """Show how many outlets the company has, listed or not."""
        return company.outlets_counted  # type: ignore[attr-defined,no-any-return]  # annotated


class OpeningInline(TabularInline):
    """Entered with a new outlet; later changed where whom it hits is shown first."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Only before anybody can be booked."""
        return obj is None and super().has_add_permission(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Only before anybody can be booked."""
        return obj is None and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Only before anybody can be booked."""
        return obj is None and super().has_delete_permission(request, obj)


class ServiceInline(OpeningInline):
    model = Service
    form = ServiceForm
    extra = 0
    hide_title = True
    tab = True
    fields = [
        "name",
        "name_en",
        "slots_needed",
        "duration",
        "places",
        "technicians",
        "buffer_minutes",
    ]
    fields += ["notice_hours", "is_offered", "vehicle_classes", "fuels", "heaviest_kg"]
    readonly_fields = ["duration"]

    @admin.display(description=_("takes"))
    def duration(self, service: Service) -> str:
        """Show the minutes that the slots make on the outlet's grid."""
        if service._state.adding:
            return "–"
        return str(_("%s min")) % (service.slots_needed * service.outlet.slot_minutes)


class OpeningHoursInline(OpeningInline):
    model = OpeningHours
    formset = WeekFormSet
    extra = 0
    hide_title = True
    tab = True
    ordering = ["weekday", "opens_at"]


class ClosureInline(OpeningInline):
    model = Closure
    extra = 0
    hide_title = True
    tab = True
    ordering = ["-first_date"]


# What would move bookings unseen; the console shows first whom a change hits.
FIXED_ONCE_OPEN = ["slot_minutes", "works_on_holidays", "walk_in_bays", "counts_technicians"]


class OutletAdmin(ImportingAdmin, PageAdmin):
    """Outlets with services, hours and closures. Registered by slots, which publishes changes."""

    form = OutletForm
    resource = OutletResource
    inlines = [OpeningHoursInline, ClosureInline, ServiceInline]
    list_display = ["name", "company", "city", "kind", "phone", "is_listed"]
    list_filter = [("city", WordsFilter), "kind", "is_listed", ("company", PickFilter)]
    list_select_related = ["company"]
    search_fields = ["name", "address", "city", "company__name"]
    autocomplete_fields = ["company"]
    readonly_fields = ["preview", "opening", "surroundings"]
    fieldsets = [
        (None, {"fields": ["company", "name", "name_en", "kind", "phone", "is_listed"]}),
        (
            _("where it is"),
            {
                "fields": [
                    ("city", "city_code"),
                    "address",
                    ("pasted", "pasted_system"),
                    ("longitude", "latitude"),
                    "surroundings",
                ]
            },
        ),
        (
            _("how it can be booked"),
            {
                "fields": [
                    "opening",
                    ("slot_minutes", "book_ahead_days"),
                    ("cancel_until_hours", "works_on_holidays"),
                    ("notice_hours", "walk_in_bays"),
                    "counts_technicians",
                    "fleet_share_percent",
                    "storage_limit_kg",
                    ("tow_km", "on_site_km"),
                ]
            },
        ),
        (_("introduction (HTML)"), {"fields": ["introduction_html", "preview"]}),
    ]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:  # noqa: ARG002
        """Keep what would move bookings unseen out of an outlet that is open already."""
        return self.readonly_fields + (FIXED_ONCE_OPEN if obj else [])

    @admin.display(description=_("hours, closures and services"))
    def opening(self, outlet: Outlet) -> SafeString | str:
        """Lead to where a change shows whom it hits before it is saved."""
        if outlet._state.adding:
            return str(_("Enter them below; they are published when you save."))
        where = reverse("console:hours", kwargs={"outlet_id": outlet.pk})
        text = _("Change them in the console, which first shows whom it hits")
        return format_html('<a href="{}" class="text-primary-600 underline">{}</a>', where, text)

    @admin.display(description=_("what lies around it"))
    def surroundings(self, outlet: Outlet) -> SafeString | str:
        """Show a sketch with the nearest outlets, and the way to look at it on a map."""
        return "–" if outlet._state.adding else sketch(outlet, nearest_outlets(outlet))


@admin.register(Technician)
class TechnicianAdmin(ListAdmin):
    """Technicians of all outlets, to look at; the console changes them and shows whom it hits."""

    list_display = ["name", "outlet", "certified_until"]
    list_display_links = None
    list_filter = [("outlet__city", WordsFilter), ("outlet__company", PickFilter)]
    list_select_related = ["outlet"]
    search_fields = ["name", "outlet__name"]
    ordering = ["certified_until"]

    def get_queryset(self, request: HttpRequest) -> "QuerySet[Technician]":
        """Leave the certificate's number shut."""
        found: QuerySet[Technician] = super().get_queryset(request)
        return found.defer("certificate")

    def has_add_permission(self, request: HttpRequest) -> bool:  # noqa: ARG002
        """Leave it to the console."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002
        """Leave it to the console."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002
        """Leave it to the console."""
        return False
