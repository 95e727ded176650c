"""What is typed as the texts of a message."""

from typing import Any

from django import forms

from voltbay.console.entries import EntryForm
from voltbay.notifications.texts import LONGEST, Texts


class OneLine(forms.CharField):
    """A text on one line: vendors take no other. What is too long is the verb's to refuse."""

    def __init__(self, *, lang: str) -> None:
        attrs = {"rows": 4, "maxlength": LONGEST, "lang": lang, "required": True}
        super().__init__(required=False, widget=forms.Textarea(attrs))

    def to_python(self, value: Any) -> str:
        """Put what was typed on one line."""
        return " ".join((super().to_python(value) or "").split())


class TextsForm(EntryForm):
    """A kind's texts in both languages, and the version that they were typed over."""

    action = forms.CharField(required=False)
    seen = forms.CharField(required=False)
    zh = OneLine(lang="zh-Hans")
    en = OneLine(lang="en")

    def saying(self, zh: str, en: str) -> "TextsForm":
        """Return the form as if other texts had been typed."""
        return TextsForm({**self.data, "zh": zh, "en": en})

    def texts(self) -> Texts:
        """Return what was typed."""
        return Texts(self.cleaned_data["zh"], self.cleaned_data["en"], is_ours=False)
