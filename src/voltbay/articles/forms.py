"""What is checked before the back office keeps an article."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminSelectWidget

from voltbay.articles.models import Article
from voltbay.core import clock
from voltbay.directory.introduction import MAX_CHARACTERS
from voltbay.directory.queries import cities


class ArticleForm(forms.ModelForm):  # type: ignore[type-arg]  # generic only in the stubs
    """An article; the database's own rules say what does not fit together."""

    city_code = forms.ChoiceField(
        label=_("city"), required=False, widget=UnfoldAdminSelectWidget(choices=[])
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        listed = {each["city_code"]: each["city"] for each in cities()}
        if self.instance.city_code:
            listed.setdefault(self.instance.city_code, self.instance.city_code)
        self.fields["city_code"].choices = [("", "–"), *listed.items()]  # type: ignore[attr-defined]  # a ChoiceField
        for name in ("body", "body_en"):
            self.fields[name].widget.attrs |= {
                "rows": 16,
                "spellcheck": "false",
                "style": "font-family:monospace",
            }

    def clean_body(self) -> str:
        """Check the length; what is unsafe is taken out when it is saved."""
        return self._not_too_long("body")

    def clean_body_en(self) -> str:
        """Check the length."""
        return self._not_too_long("body_en")

    def clean(self) -> dict[str, Any]:
        """Let what is published without a time be read from now on."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("state") != Article.State.DRAFT and not cleaned.get("published_at"):
            cleaned["published_at"] = clock.now()  # noqa: TID251  # a door reads the clock
        return cleaned

    def _not_too_long(self, name: str) -> str:
        text: str = self.cleaned_data[name]
        if len(text) > MAX_CHARACTERS:
            raise ValidationError(
                _("The text has %(length)s characters; the limit is %(limit)s."),
                params={"length": len(text), "limit": MAX_CHARACTERS},
            )
        return text
