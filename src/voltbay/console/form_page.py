"""A page with forms: shown, taken, done once, and after a refusal shown again as it was typed.

1. `show` answers with the page as things are now.
2. `answer_once` does what a form asks, once, says so and goes on. `answer` is for what may be done
   twice and answers for itself: a look, a search, a file.
3. Whatever refuses, an entry or the verb, brings the page back with the refusal's sentence and
   status and with the form as it was sent.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar
from uuid import uuid4

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpResponse, HttpResponseRedirect

from voltbay.console.access.guard import StaffRequest
from voltbay.console.access.idempotency import form_key, idempotent
from voltbay.console.entries import Entries, F, checked
from voltbay.console.pages import page
from voltbay.core.errors import Refusal
from voltbay.sentences.for_staff import for_staff
from voltbay.sentences.statuses import status_of

OneForm = TypeVar("OneForm", bound=BaseForm)


@dataclass
class FormPage:
    """A page with forms. `shown` reads anew what stands on it, its `outlet` included if it has one.

    It is asked after a refusal too, when what was read before may not be so any more; `sent` is
    then the form that was refused, and `refusal` says why.
    """

    request: StaffRequest
    template: str
    shown: Callable[["FormPage"], dict[str, Any]]
    sent: "Entries | None" = None
    refusal: Refusal | None = None

    def show(self) -> HttpResponse:
        """Answer with the page: 200, or the refusal's status."""
        refusal = self.refusal
        frame = {
            "key": uuid4(),
            "refusal": for_staff(refusal.code, refusal.data) if refusal else "",
            **self.shown(self),
        }
        status = status_of(refusal) if refusal else 200
        return page(self.request, self.template, frame, outlet=frame.get("outlet"), status=status)

    @property
    def pressed(self) -> str:
        """Which of a form's buttons was pressed."""
        return self.request.POST.get("action", "")

    def form(
        self,
        kind: Callable[..., OneForm],
        initial: Mapping[str, Any] | None = None,
        *,
        named: str = "",
    ) -> OneForm:
        """Return a form to show: as it was sent if it was refused, otherwise with `initial`.

        Of several forms of a kind the field `named` tells which one was sent.
        """
        fresh = kind(initial=initial)
        sent = self.sent
        if type(sent) is not type(fresh):
            return fresh
        if named and sent[named].value() != fresh[named].value():
            return fresh
        return sent

    def answer_once(
        self, form: F, do: Callable[[F], str], *, said: str, now: datetime
    ) -> HttpResponse:
        """Do what a form asks, once for its key, say so and go where `do` says."""

        def go_on(form: F) -> HttpResponse:
            key = form_key(self.request)
            # Checked only now: what was done once is done, though it would be refused today.
            after = idempotent(key, lambda: do(checked(form)), staff=self.request.staff, now=now)
            messages.success(self.request, said)
            return HttpResponseRedirect(after)

        return self._answer(form, go_on)

    def answer(self, form: F, do: Callable[[F], HttpResponse]) -> HttpResponse:
        """Answer with what `do` makes of a form."""
        return self._answer(form, lambda form: do(checked(form)))

    def refuse(self, refusal: Refusal) -> HttpResponse:
        """Show the page with a refusal."""
        self.refusal = refusal
        return self.show()

    def _answer(self, form: F, do: Callable[[F], HttpResponse]) -> HttpResponse:
        self.sent = form
        try:
            return do(form)
        except Refusal as refusal:
            return self.refuse(refusal)
