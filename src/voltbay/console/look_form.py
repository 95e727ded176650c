"""Why somebody looks at names and numbers in full: asked wherever they are shown."""

from django import forms

from voltbay.audit.view import LONGEST_REASON
from voltbay.console.entries import EntryForm, Refused, Words
from voltbay.console.errors import ReasonNeeded


class LookForm(EntryForm):
    """Why somebody looks at names and numbers in full."""

    why = Words(most=LONGEST_REASON, widget=forms.TextInput({"required": True}))

    def clean_why(self) -> str:
        """Check that there is a reason, which is kept."""
        if why := self.cleaned_data["why"]:
            return str(why)
        raise Refused(ReasonNeeded())
