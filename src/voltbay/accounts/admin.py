"""The back office's agreements, customer service and staff."""

from typing import Any

import nh3
from django import forms
from django.contrib import admin, messages
from django.contrib.auth.admin import GroupAdmin as DjangoGroupAdmin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.models import Group
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _
from unfold.decorators import action
from unfold.forms import UserChangeForm

from voltbay.accounts.agreements.publish import TEXTS, publish_agreement
from voltbay.accounts.models import Agreement, Role, StaffUser, Support
from voltbay.accounts.staff.forms import FirstPasswordForm, StaffCreationForm
from voltbay.accounts.staff.second_factor import reset_factor
from voltbay.back_office.filters import PickFilter
from voltbay.back_office.lists import ListAdmin
from voltbay.core import clock
from voltbay.identifiers.telephone import parse_telephone
from voltbay.sentences.for_staff import accepted

OWN_RIGHTS = ["role", "company", "outlets", "is_active"]

admin.site.unregister(Group)


@admin.register(Group)
class GroupAdmin(DjangoGroupAdmin, ListAdmin):
    """Groups of rights."""


@admin.register(StaffUser)
class StaffUserAdmin(DjangoUserAdmin, ListAdmin):  # type: ignore[type-arg]  # only in the stubs
    """Staff who sign in: what they work as and where. A password set here lasts one sign-in."""

    form = UserChangeForm
    add_form = StaffCreationForm
    change_password_form = FirstPasswordForm
    list_display = ["username", "first_name", "role", "company", "is_active", "last_login"]
    list_filter = ["role", "is_active", ("company", PickFilter)]
    list_select_related = ["company"]
    autocomplete_fields = ["company", "outlets"]
    filter_horizontal = []
    readonly_fields = ["last_login", "date_joined"]
    actions_detail = ["lose_second_factor"]
    fieldsets = [
        (None, {"fields": ["username", "password", "must_change_password", "is_active"]}),
        (_("person"), {"fields": ["first_name", "email"]}),
        (_("work"), {"fields": ["role", "company", "outlets"]}),
        (_("times"), {"fields": ["last_login", "date_joined"]}),
    ]
    add_fieldsets = [
        (None, {"fields": ["username", "usable_password", "password1", "password2"]}),
        (_("person"), {"fields": ["first_name"]}),
        (_("work"), {"fields": ["role", "company", "outlets"]}),
    ]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """Nobody raises or locks out themselves."""
        return self.readonly_fields + (OWN_RIGHTS if obj and obj.pk == request.user.pk else [])

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: Any) -> None:
        """Let operators into the back office, and nobody else."""
        obj.is_staff = obj.is_superuser = obj.role == Role.OPERATOR
        super().save_model(request, obj, form, change)

    @action(description=_("Lost phone: enrol a new second factor"), url_path="lost-phone")  # type: ignore[untyped-decorator]
    def lose_second_factor(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """Ask, and on a POST forget the second factor; the next sign-in enrols another."""
        staff = get_object_or_404(StaffUser, pk=object_id)
        if request.method != "POST":  # a link would do it for whoever lures an operator
            asked = {"title": _("Lost phone"), "opts": self.opts, "original": staff}
            context = self.admin_site.each_context(request) | asked
            return TemplateResponse(request, "accounts/lost_phone.html", context)
        reset_factor(staff)
        self.log_change(request, staff, "second factor forgotten")
        messages.success(request, _("The next sign-in asks for a new second factor."))
        return HttpResponseRedirect(reverse("admin:accounts_staffuser_change", args=[object_id]))


@admin.register(Agreement)
class AgreementAdmin(ListAdmin):
    """Texts that owners agree to. A published version stays as it is; a new one is made of it."""

    list_display = ["title_zh", "kind", "version", "effective_at", "published_at"]
    list_filter = ["kind"]
    ordering = ["kind", "-effective_at"]
    readonly_fields = ["sha256", "published_at", "preview_zh", "preview_en"]
    actions_detail = ["new_version"]
    actions_submit_line = ["publish"]
    warn_unsaved_form = True
    fieldsets = [
        (None, {"fields": [("kind", "version"), "effective_at", "published_at", "sha256"]}),
        (_("Chinese"), {"fields": ["title_zh", "html_zh", "preview_zh"], "classes": ["tab"]}),
        (_("English"), {"fields": ["title_en", "html_en", "preview_en"], "classes": ["tab"]}),
    ]

    def has_change_permission(self, request: HttpRequest, obj: Agreement | None = None) -> bool:
        """Only drafts change; the database says so too."""
        return _is_draft(obj) and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Agreement | None = None) -> bool:
        """Only drafts go."""
        return obj is not None and _is_draft(obj) and super().has_delete_permission(request, obj)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """Begin with the texts of the version that a new one is made of."""
        source = request.GET.get("of", "")
        found = Agreement.objects.filter(pk=int(source)) if source.isdecimal() else None
        if found and (old := found.first()):
            return {name: getattr(old, name) for name in ("kind", *TEXTS)}
        return super().get_changeform_initial_data(request)  # type: ignore[no-any-return]

    @action(description=_("New version of this"), url_path="new-version")  # type: ignore[untyped-decorator]
    def new_version(self, request: HttpRequest, object_id: int) -> HttpResponse:  # noqa: ARG002
        """Open a new draft with this version's texts."""
        return HttpResponseRedirect(f"{reverse('admin:accounts_agreement_add')}?of={object_id}")

    @action(description=_("Save and publish"), permissions=["publish"])  # type: ignore[untyped-decorator]
    def publish(self, request: HttpRequest, agreement: Agreement) -> None:
        """Publish the draft that was just saved."""
        published = publish_agreement(agreement, now=clock.now())  # noqa: TID251  # a door
        text = _("Version %(version)s is published and cannot change any more.")
        messages.success(request, text % {"version": published.version})

    def has_publish_permission(self, request: HttpRequest, object_id: Any = None) -> bool:
        """Offer publishing for drafts only."""
        drafts = Agreement.objects.filter(published_at=None)
        may = request.user.has_perm("accounts.change_agreement")
        return may and (object_id is None or drafts.filter(pk=object_id).exists())

    @admin.display(description=_("how owners see it"))
    def preview_zh(self, agreement: Agreement) -> SafeString:
        """Show the Chinese text as it was saved."""
        return _preview(agreement.html_zh)

    @admin.display(description=_("how owners see it"))
    def preview_en(self, agreement: Agreement) -> SafeString:
        """Show the English text as it was saved."""
        return _preview(agreement.html_en)


class SupportForm(forms.ModelForm):  # type: ignore[type-arg]  # generic only in the stubs
    """How customer service is reached."""

    def clean_number(self) -> str:
        """Check that owners can call it."""
        return accepted(lambda: parse_telephone(self.cleaned_data["number"]))


@admin.register(Support)
class SupportAdmin(ListAdmin):
    """One row: the list leads straight to it."""

    form = SupportForm

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:  # noqa: ARG002
        """Go to the row, or to where it is made."""
        if found := Support.objects.first():
            return HttpResponseRedirect(reverse("admin:accounts_support_change", args=[found.pk]))
        return HttpResponseRedirect(reverse("admin:accounts_support_add"))

    def has_add_permission(self, request: HttpRequest) -> bool:
        """There is one at most."""
        return not Support.objects.exists() and super().has_add_permission(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002
        """Owners need somebody to call."""
        return False


def _is_draft(agreement: Agreement | None) -> bool:
    return agreement is None or agreement.published_at is None


def _preview(html: str) -> SafeString:
    """Show HTML out of reach of the back office's own style."""
    return format_html(
        '<div><template shadowrootmode="open"><div style="font: 15px/1.6 system-ui, sans-serif">'
        "{}</div></template></div>",
        mark_safe(nh3.clean(html)),  # noqa: S308  # cleaned in this line
    )
