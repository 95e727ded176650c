"""Articles that a company's people write, and the platform's word on each."""

from collections.abc import Mapping
from functools import partial
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from voltbay.accounts.agreements.diff import differences
from voltbay.articles.models import Article
from voltbay.articles.write import (
    LONGEST_REASON,
    Text,
    articles_of,
    begin,
    find_of,
    find_waiting,
    give_back,
    mark,
    publish,
    save,
    send,
    take_back,
)
from voltbay.company_pages.queries import find_company
from voltbay.console.access.guard import StaffRequest
from voltbay.console.entries import EntryForm, VerbDecides, Words
from voltbay.console.errors import unknown
from voltbay.console.form_page import FormPage
from voltbay.console.many import OF_OUTLET, asked_words, ids_in, offer
from voltbay.console.pages import page
from voltbay.core import clock
from voltbay.core.local_time import local
from voltbay.directory.introduction import MAX_CHARACTERS, clean
from voltbay.directory.models import Company

PAGE = "companies/article.html"
A_PAGE = 50
# Of what a company may write; policies and recalls are the platform's.
CATEGORIES = (Article.Category.NOTICE, Article.Category.HOW_TO, Article.Category.SAFETY)
STATES: Mapping[str, Any] = {
    "draft": gettext_lazy("being written"),
    "waiting": gettext_lazy("waits for the platform"),
    "published": gettext_lazy("on the site"),
    "withdrawn": gettext_lazy("taken off the site"),
}


class OneOutlet(VerbDecides, forms.TypedChoiceField):
    """An outlet of the company."""


class ArticleEntry(forms.Form):
    """An article as it is written."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    category = forms.ChoiceField(
        label=gettext_lazy("Kind"), choices=[(each.value, each.label) for each in CATEGORIES]
    )
    outlet_id = OneOutlet(label=gettext_lazy("Of"), required=False, coerce=UUID, empty_value=None)
    title = forms.CharField(label=gettext_lazy("Title"), max_length=80)
    body = forms.CharField(
        label=gettext_lazy("Text (or HTML with inline CSS)"),
        max_length=MAX_CHARACTERS,
        widget=forms.Textarea({"rows": 12, "spellcheck": "false"}),
    )
    title_en = forms.CharField(
        label=gettext_lazy("Title in English"), max_length=160, required=False
    )
    body_en = forms.CharField(
        label=gettext_lazy("Text in English"),
        max_length=MAX_CHARACTERS,
        required=False,
        widget=forms.Textarea({"rows": 8, "spellcheck": "false"}),
    )

    def __init__(
        self,
        typed: Any = None,
        *,
        company: Company,
        article: Article | None,
        words: str = "",
    ) -> None:
        names = ("category", "outlet_id", "title", "body", "title_en", "body_en")
        start = {name: getattr(article, name) for name in names} if article else {}
        super().__init__(typed, initial={**start, "seen": mark(article) if article else ""})
        self.words, mine = words, company.outlets.only("name")
        self.offer = offer(mine, OF_OUTLET, words=words, chosen=ids_in(self["outlet_id"].value()))
        choices = [("", _("all outlets")), *((str(each.pk), each.name) for each in self.offer.rows)]
        self.fields["outlet_id"].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Have English whole, or none."""
        cleaned = super().clean() or self.cleaned_data
        if bool(cleaned.get("title_en")) != bool(cleaned.get("body_en")):
            self.add_error("body_en", _("English needs both a title and a text."))
        return cleaned

    def text(self) -> Text:
        """Return what was written."""
        entered = {name: value for name, value in self.cleaned_data.items() if name != "seen"}
        return Text(**entered)


class WordForm(EntryForm):
    """What the platform decides about an article, and why."""

    reason = Words(most=LONGEST_REASON, widget=forms.Textarea({"rows": 2}))
    seen = forms.CharField(required=False, widget=forms.HiddenInput)


@require_safe
def listed(request: StaffRequest, company_id: UUID) -> HttpResponse:
    """List what a company's people wrote."""
    company = find_company(request.staff, company_id)
    pages = Paginator(articles_of(company), A_PAGE).get_page(request.GET.get("page"))
    rows = [_row(each) for each in pages]
    return page(
        request, "companies/articles.html", {"company": company, "rows": rows, "pages": pages}
    )


@require_http_methods(["GET", "POST"])
def write(request: StaffRequest, company_id: UUID, article_id: int = 0) -> HttpResponse:
    """Write an article: keep it as a draft, or send it to the platform."""
    company = find_company(request.staff, company_id)
    article = find_of(company, article_id) if article_id else None
    asked, now = FormPage(request, PAGE, partial(_shown, company, article)), clock.now()
    if request.method != "POST":
        return asked.show()

    def do(form: ArticleEntry) -> str:
        staff, seen = request.staff, form.cleaned_data["seen"]
        if article is None:
            kept = begin(company, form.text(), staff=staff, now=now)
        else:
            kept = save(company, article.pk, form.text(), seen=seen, staff=staff, now=now)
        if asked.pressed == "send":
            send(company, kept.pk, seen=mark(kept), now=now)
        return _where(company, kept.pk)

    form = ArticleEntry(request.POST, company=company, article=article)
    is_sent = asked.pressed == "send"
    said = _("Sent: the platform looks at it.") if is_sent else _("Kept. Nobody reads it yet.")
    return asked.answer_once(form, do, said=said, now=now)


@require_POST
def withdraw(request: StaffRequest, company_id: UUID, article_id: int) -> HttpResponse:
    """Take back what waits, or take off the site what is read there."""
    company = find_company(request.staff, company_id)
    take_back(company, article_id, seen=request.POST.get("seen", ""), now=clock.now())
    messages.success(request, _("Saved."))
    return HttpResponseRedirect(_where(company, article_id))


@require_http_methods(["GET", "POST"])
def review(request: StaffRequest, article_id: int) -> HttpResponse:
    """Show an article that waits; have it read, or give it back."""
    asked = FormPage(request, "companies/article_review.html", partial(_asked, article_id))
    now = clock.now()
    if request.method != "POST":
        return asked.show()

    def do(form: WordForm) -> str:
        article, entered = find_waiting(article_id), form.cleaned_data
        if asked.pressed == "approve":
            publish(article, seen=entered["seen"], now=now)
        elif asked.pressed == "refuse":
            give_back(article, reason=entered["reason"], seen=entered["seen"], now=now)
        else:
            unknown()
        return reverse("console:company-pages-waiting")

    said = _("Saved; the company sees it.")
    return asked.answer_once(WordForm(request.POST), do, said=said, now=now)


def _where(company: Company, article_id: int) -> str:
    known = {"company_id": company.pk, "article_id": article_id}
    return reverse("console:company-article", kwargs=known)


def _row(article: Article) -> dict[str, Any]:
    return {
        "article": article,
        "state": STATES[article.state],
        "changed": f"{local(article.changed_at):%Y-%m-%d %H:%M}",
    }


def _shown(company: Company, article: Article | None, asked: FormPage) -> dict[str, Any]:
    words = asked_words(asked.request)
    fresh = ArticleEntry(company=company, article=article, words=words)
    form = asked.sent if isinstance(asked.sent, ArticleEntry) else fresh
    state = article.state if article else Article.State.DRAFT
    return {
        "company": company,
        "article": article,
        "form": form,
        "state": STATES[state],
        "is_waiting": state == Article.State.WAITING,
        "is_read": state == Article.State.PUBLISHED,
        "seen": mark(article) if article else "",
        "text": _as_read(article.body) if article else "",
        "text_en": _as_read(article.body_en) if article else "",
    }


def _asked(article_id: int, asked: FormPage) -> dict[str, Any]:
    article = find_waiting(article_id)
    before = article.replaces
    return {
        "article": article,
        "by": article.company or (article.outlet and article.outlet.company),
        "state": STATES[article.state],
        "is_waiting": article.state == Article.State.WAITING,
        "text": _as_read(article.body),
        "text_en": _as_read(article.body_en),
        "changes": differences(_whole(before), _whole(article)) if before else [],
        "verdict": asked.form(WordForm, {"seen": mark(article)}),
    }


def _whole(article: Article) -> str:
    english = f"<p>{article.title_en}</p>{article.body_en}" if article.title_en else ""
    return f"<p>{article.title}</p>{article.body}{english}"


def _as_read(html: str) -> Any:
    return mark_safe(clean(html))  # noqa: S308  # cleaned in this line
