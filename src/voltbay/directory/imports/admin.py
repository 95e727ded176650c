"""The back office's import (template, trial, confirmation) and export of companies and outlets."""

from datetime import datetime
from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import action
from unfold.widgets import UnfoldAdminFileFieldWidget

from voltbay.core import clock
from voltbay.core.local_time import local_date
from voltbay.core.sheets import as_csv, as_xlsx
from voltbay.directory.errors import ImportStale
from voltbay.directory.imports.run import (
    Effect,
    Kind,
    Table,
    sealed,
    table_of,
    trial,
    unsealed,
    write,
)
from voltbay.directory.imports.sheet import LONGEST_FILE, MOST_ROWS
from voltbay.sentences.for_staff import accepted, for_staff

TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
MOST_SHOWN = 200  # rows of the page; all of them count


class FileForm(forms.Form):
    """A file, which becomes a table."""

    file = forms.FileField(
        label=gettext_lazy("file (XLSX or CSV)"),
        widget=UnfoldAdminFileFieldWidget(attrs={"accept": ".xlsx,.csv"}),
    )

    def __init__(self, *args: Any, kind: Kind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind

    def clean_file(self) -> Table:
        """Read the file."""
        sent = self.cleaned_data["file"]
        content = sent.read(LONGEST_FILE + 1)
        return accepted(lambda: table_of(sent.name, content, self.kind))


class ImportingAdmin:
    """To be mixed into an admin: pages and buttons for importing and exporting its rows."""

    resource: ClassVar[Kind]
    actions_list = ["import_rows", "export_xlsx", "export_csv"]
    opts: Any
    admin_site: Any

    def has_import_permission(self, request: HttpRequest) -> bool:
        """Whoever may add and change one may import many."""
        return bool(self.has_add_permission(request) and self.has_change_permission(request))  # type: ignore[attr-defined]

    def get_urls(self) -> list[URLPattern]:
        """Add the import's page and its template before the page of one row."""
        own = [
            path("import/", self.admin_site.admin_view(self.import_page), name=self._url("import")),
            path(
                "import/template.<str:form>",
                self.admin_site.admin_view(self.template),
                name=self._url("template"),
            ),
        ]
        return own + super().get_urls()  # type: ignore[misc,no-any-return]

    @action(description=gettext_lazy("Import"), url_path="import-rows", permissions=["import"])  # type: ignore[untyped-decorator]
    def import_rows(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002
        """Lead to the import."""
        return HttpResponseRedirect(reverse(f"admin:{self._url('import')}"))

    @action(description=gettext_lazy("Export XLSX"), url_path="export-xlsx")  # type: ignore[untyped-decorator]
    def export_xlsx(self, request: HttpRequest) -> HttpResponse:
        """Send what there is as a workbook."""
        return self._export(request, "xlsx")

    @action(description=gettext_lazy("Export CSV"), url_path="export-csv")  # type: ignore[untyped-decorator]
    def export_csv(self, request: HttpRequest) -> HttpResponse:
        """Send what there is as CSV."""
        return self._export(request, "csv")

    def import_page(self, request: HttpRequest) -> HttpResponseBase:
        """Take a file and show what it would do; confirmed, do it."""
        if not self.has_import_permission(request):
            raise PermissionDenied
        if request.method == "POST" and "sealed" in request.POST:
            return self._confirm(request)
        form = FileForm(request.POST or None, request.FILES or None, kind=self.resource)
        if request.method == "POST" and form.is_valid():
            return self._preview(request, form.cleaned_data["file"])
        return self._page(request, form=form, status=422 if form.errors else 200)

    def template(self, request: HttpRequest, form: str) -> HttpResponse:
        """Send an empty file with the headings and one example."""
        if not self.has_import_permission(request):
            raise PermissionDenied
        example = [each.example for each in self.resource.columns]
        return self._file(form, [example], name="template")

    def _confirm(self, request: HttpRequest) -> HttpResponseBase:
        now = clock.now()  # noqa: TID251  # a door
        try:
            table, seen = unsealed(request.POST["sealed"], salt=self._salt(request), now=now)
        except ImportStale as stale:
            return self._page(request, form=FileForm(kind=self.resource), wrong=stale, status=409)
        try:
            done = write(table, self.resource, seen=seen, now=now)
        except ImportStale as stale:
            return self._preview(request, table, wrong=stale)
        said = _("Imported: %(created)s new, %(changed)s changed, %(unchanged)s as they were.")
        counts = {"created": done.created, "changed": done.changed, "unchanged": done.unchanged}
        messages.success(request, said % counts)
        return HttpResponseRedirect(reverse(f"admin:{self._url('changelist')}"))

    def _preview(
        self, request: HttpRequest, table: Table, *, wrong: ImportStale | None = None
    ) -> HttpResponseBase:
        effect = trial(table, self.resource)
        status = 409 if wrong else 422 if effect.wrongs else 200
        form = FileForm(kind=self.resource)
        return self._page(
            request, form=form, table=table, effect=effect, wrong=wrong, status=status
        )

    def _page(
        self,
        request: HttpRequest,
        *,
        form: FileForm,
        status: int,
        wrong: ImportStale | None = None,
        **shown: Any,
    ) -> HttpResponseBase:
        context = {
            **self.admin_site.each_context(request),
            "title": _("Import"),
            "opts": self.opts,
            "form": form,
            "columns": self.resource.columns,
            "limit": {"rows": MOST_ROWS, "kb": LONGEST_FILE // 1024},
            "most_shown": MOST_SHOWN,
            "shown_slice": f":{MOST_SHOWN}",
            "wrong": for_staff(wrong.code) if wrong else "",
            "templates": [
                (each.upper(), reverse(f"admin:{self._url('template')}", args=[each]))
                for each in TYPES
            ],
            **shown,
        }
        effect: Effect | None = shown.get("effect")
        if effect and effect.changes and not effect.wrongs:
            now = clock.now()  # noqa: TID251  # a door
            context["sealed"] = sealed(
                shown["table"], seen=effect.seen, salt=self._salt(request), now=now
            )
        return TemplateResponse(request, "directory/import.html", context, status=status)

    def _export(self, request: HttpRequest, form: str) -> HttpResponse:
        if not self.has_view_permission(request):  # type: ignore[attr-defined]
            raise PermissionDenied
        rows = self.get_queryset(request).defer("introduction_html")  # type: ignore[attr-defined]
        return self._file(form, self.resource().rows(rows), name="export")

    def _file(self, form: str, rows: list[list[str]], *, name: str) -> HttpResponse:
        now: datetime = clock.now()  # noqa: TID251  # a door
        header = [each.title for each in self.resource.columns]
        kind = self.resource.kind
        if form == "csv":
            content = as_csv(header, rows)
        elif form == "xlsx":
            content = as_xlsx(header, rows, title=str(self.opts.verbose_name_plural), made_at=now)
        else:
            return HttpResponse(status=404)
        answer = HttpResponse(content, content_type=TYPES[form])
        filename = f"voltbay-{kind}-{name}-{local_date(now):%Y%m%d}.{form}"
        answer.headers["Content-Disposition"] = f'attachment; filename="{filename}"'
        return answer

    def _salt(self, request: HttpRequest) -> str:
        return f"preview {self.resource.kind} {request.user.pk}"

    def _url(self, name: str) -> str:
        return f"{self.opts.app_label}_{self.opts.model_name}_{name}"
