"""What is typed on the way in. A password or a code is never written into a page again."""

from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

from voltbay.accounts.staff.errors import PasswordsDiffer
from voltbay.console.entries import EntryForm, Refused

SHORTEST = 10  # characters; the settings' validator says the same
ADMIN_SIGN_IN = "/admin/login/"  # the back office's, which is this one


class CodeInput(forms.PasswordInput):
    """A code that opens one door once, so it stays visible while it is typed, and no longer."""

    input_type = "text"


class StepForm(EntryForm):
    """A step of the way in; `next` is where somebody wanted to go."""

    next = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, request: HttpRequest, **kwargs: Any) -> None:
        wanted = request.GET.get("next") or (
            "/admin/" if request.path_info == ADMIN_SIGN_IN else ""
        )
        typed = request.POST if request.method == "POST" else None
        super().__init__(typed, initial={"next": wanted}, **kwargs)
        self.wanted = wanted

    @property
    def after(self) -> str:
        """Where to go afterwards, if it is one of our own pages."""
        asked = str(self["next"].value() or self.wanted)
        return asked if url_has_allowed_host_and_scheme(asked, allowed_hosts=None) else ""


def _password(what: str, **attrs: Any) -> forms.CharField:
    widget = forms.PasswordInput({"autocomplete": what, "required": True, **attrs})
    return forms.CharField(required=False, strip=False, widget=widget)


class SignInForm(StepForm):
    """Name and password."""

    username = forms.CharField(
        required=False,
        strip=False,
        widget=forms.TextInput(
            {
                "autocomplete": "username",
                "autocapitalize": "none",
                "required": True,
                "autofocus": True,
            }
        ),
    )
    password = _password("current-password")


class TakeBackForm(StepForm):
    """The password of whoever handed the tablet over."""

    password = _password("current-password")


class CodeForm(StepForm):
    """The authenticator's code."""

    code = forms.CharField(
        required=False,
        widget=CodeInput(
            {
                "inputmode": "numeric",
                "autocomplete": "one-time-code",
                "pattern": "[0-9 ]{6,7}",
                "required": True,
                "autofocus": True,
            }
        ),
    )


class PasswordForm(StepForm):
    """The present password, and a new one twice."""

    old = _password("current-password")
    new = _password("new-password", minlength=SHORTEST)
    again = _password("new-password", minlength=SHORTEST)

    def clean(self) -> dict[str, Any]:
        """Refuse two that differ."""
        if self.cleaned_data.get("new") != self.cleaned_data.get("again"):
            raise Refused(PasswordsDiffer())
        return self.cleaned_data
