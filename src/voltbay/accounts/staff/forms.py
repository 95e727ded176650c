"""What the back office asks about staff."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from unfold.forms import AdminPasswordChangeForm, UserCreationForm

from voltbay.accounts.models import Role, StaffUser


class StaffCreationForm(UserCreationForm):
    """A new member of staff, who chooses another password at the first sign-in."""

    class Meta(UserCreationForm.Meta):
        model = StaffUser

    def clean(self) -> dict[str, Any]:
        """Check that a company manager manages a company."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("role") == Role.COMPANY_MANAGER and not cleaned.get("company"):
            self.add_error("company", ValidationError(_("Say which company."), code="required"))
        return cleaned


class FirstPasswordForm(AdminPasswordChangeForm):
    """A password that somebody else set, so it must be changed by its owner."""

    def save(self, commit: bool = True) -> StaffUser:
        """Save it, to last for one sign-in."""
        self.user.must_change_password = True
        saved: StaffUser = super().save(commit=commit)
        return saved
