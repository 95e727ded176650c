"""Rows become companies and outlets by the very rules of the back office's forms.

django-import-export goes through the rows, each in a savepoint, and rolls everything back when it
is only a trial or when any row is wrong; here is what a row means.
"""

from collections.abc import Iterable, Sequence
from copy import copy
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.forms import ModelForm, modelform_factory
from django.utils.translation import gettext as _
from import_export.resources import ModelResource

from voltbay.directory.forms import GPS, CompanyForm, OutletForm
from voltbay.directory.imports.cells import KINDS, SYSTEMS, YES_NO, said_as
from voltbay.directory.imports.columns import COMPANY_COLUMNS, OUTLET_COLUMNS, Column
from voltbay.directory.models import Company, ImportRun, Outlet
from voltbay.identifiers.credit_code import normalise_credit_code

Cells = dict[str, str]
NUMBER = "number"  # the column, added by us, with the row's number in the file


class RowsResource(ModelResource):
    """What importing companies and importing outlets have in common."""

    kind: ClassVar[ImportRun.Kind]
    columns: ClassVar[Sequence[Column]]
    form: ClassVar["type[ModelForm[Any]]"]

    def before_import(self, dataset: Any, **kwargs: Any) -> None:  # noqa: ARG002  # the library's
        """Begin to watch for rows that are there twice."""
        self.seen: dict[Any, str] = {}

    def get_instance(self, instance_loader: Any, row: Cells) -> models.Model | None:
        """Find what a row is about, by what people know it by."""
        raise NotImplementedError

    def key(self, row: Cells) -> Any:
        """Return what makes two rows of a file be about the same."""
        raise NotImplementedError

    def import_instance(self, instance: Any, row: Cells, **kwargs: Any) -> None:  # noqa: ARG002
        """Put the cells into the instance. Raises ValidationError by column."""
        earlier = self.seen.setdefault(self.key(row), row[NUMBER])
        if earlier != row[NUMBER]:
            raise ValidationError(_("Row %(number)s is about the same.") % {"number": earlier})
        form = self.form(self.entries(instance, row), instance=instance)
        if not form.is_valid():
            raise ValidationError(self.at_columns(form.errors.as_data()))

    def entries(self, instance: Any, row: Cells) -> dict[str, Any]:
        """Return what the form is given: the cells, and for columns left out what there is."""
        kept = {
            name: getattr(instance, name)
            for name in self.form.base_fields
            if hasattr(instance, name)
        }
        given: dict[str, Any] = {
            name: cell for name, cell in row.items() if name in self.form.base_fields
        }
        if row.get("is_listed"):
            given["is_listed"] = said_as(row["is_listed"], YES_NO, column="is_listed")
        else:
            given.pop("is_listed", None)
        return kept | given

    def at_columns(self, errors: dict[str, list[Any]]) -> dict[str, list[Any]]:
        """Put the form's errors to the columns that there are."""
        return errors

    def skip_row(
        self,
        instance: Any,
        original: Any,
        row: Cells,  # noqa: ARG002  # the library's
        import_validation_errors: Any = None,
    ) -> bool:
        """Leave alone what is already so."""
        if import_validation_errors or instance._state.adding:
            return False
        return self.written(instance) == self.written(original)

    def after_import_row(self, row: Cells, row_result: Any, **kwargs: Any) -> None:  # noqa: ARG002
        """Keep what people are shown: the row's number, name and what would change."""
        before = self.written(row_result.original) if row_result.original else {}
        after = self.written(row_result.instance)
        row_result.number = int(row[NUMBER])
        row_result.changes = [
            (each.title, before.get(each.name, ""), after[each.name])
            for each in self.columns
            if before.get(each.name, "") != after[each.name]
        ]

    def written(self, instance: Any) -> Cells:
        """Return an instance as the cells of a row, as they are exported."""
        shown = {each.name: getattr(instance, each.name, "") for each in self.columns}
        shown["is_listed"] = _yes_or_no(instance.is_listed)
        return {name: "" if value is None else str(value) for name, value in shown.items()}

    def rows(self, instances: Iterable[Any]) -> list[list[str]]:
        """Return rows to be exported, in the order of the columns."""
        return [[self.written(each)[column.name] for column in self.columns] for each in instances]


class CompanyResource(RowsResource):
    """Companies, known by their credit codes."""

    kind = ImportRun.Kind.COMPANIES
    columns = COMPANY_COLUMNS
    form = modelform_factory(
        Company, form=CompanyForm, fields=[each.name for each in COMPANY_COLUMNS]
    )

    class Meta:
        model = Company
        fields = [each.name for each in COMPANY_COLUMNS]
        import_id_fields = ["credit_code"]
        clean_model_instances = False  # the form has
        skip_html_diff = True
        store_instance = True
        store_row_values = True

    def get_instance(self, instance_loader: Any, row: Cells) -> Company | None:  # noqa: ARG002
        """Find the company with the code."""
        return Company.objects.filter(credit_code=self.key(row)).first()

    def key(self, row: Cells) -> str:
        """Return the code as it is kept."""
        return normalise_credit_code(row["credit_code"])


class OutletResource(RowsResource):
    """Outlets, known by their company and name."""

    kind = ImportRun.Kind.OUTLETS
    columns = OUTLET_COLUMNS
    form = modelform_factory(
        Outlet,
        form=OutletForm,
        fields=[each.name for each in OUTLET_COLUMNS if each.name != "coordinate_system"],
    )

    class Meta:
        model = Outlet
        fields = [each.name for each in OUTLET_COLUMNS if each.name != "coordinate_system"]
        import_id_fields = ["company", "name"]
        clean_model_instances = False  # the form has
        skip_html_diff = True
        store_instance = True
        store_row_values = True

    def before_import(self, dataset: Any, **kwargs: Any) -> None:
        """Look up the companies once."""
        super().before_import(dataset, **kwargs)
        known = Company.objects.defer("introduction_html")
        self.companies = {each.name: each for each in known}
        self.companies |= {each.credit_code: each for each in self.companies.values()}

    def get_instance(self, instance_loader: Any, row: Cells) -> Outlet | None:  # noqa: ARG002
        """Find the company's outlet of that name."""
        company, name = self.key(row)
        found = Outlet.objects.filter(company=company, name=name) if company else None
        return found.select_related("company").first() if found is not None else None

    def key(self, row: Cells) -> tuple[Any, str]:
        """Return company and name; a company may be named by its code or in full."""
        named = row["company"]
        company = self.companies.get(normalise_credit_code(named)) or self.companies.get(named)
        return company.pk if company else None, row["name"]

    def entries(self, instance: Any, row: Cells) -> dict[str, Any]:
        """Find the company, and take a GPS position to where maps would show it."""
        company, _name = self.key(row)
        if company is None:
            raise ValidationError(
                {"company": _("No company has this credit code or name. Import the company first.")}
            )
        given = super().entries(instance, row) | {"company": company}
        given["kind"] = said_as(row["kind"], KINDS, column="kind")
        if said_as(row["coordinate_system"], SYSTEMS, column="coordinate_system") == GPS:
            given |= {"pasted": f"{row['longitude']},{row['latitude']}", "pasted_system": GPS}
        return given

    def at_columns(self, errors: dict[str, list[Any]]) -> dict[str, list[Any]]:
        """Put what is wrong with a pasted position to its first number."""
        moved = copy(errors)
        if pasted := moved.pop("pasted", None):
            moved["longitude"] = pasted
        return moved

    def written(self, instance: Any) -> Cells:
        """Return the cells, positions always as GCJ-02."""
        shown = super().written(instance)
        shown["company"] = instance.company.credit_code
        shown["kind"] = {value: word for word, value in reversed(KINDS.items())}[instance.kind]
        shown["coordinate_system"] = "GCJ-02"
        return shown | {
            "longitude": f"{instance.longitude:.6f}",
            "latitude": f"{instance.latitude:.6f}",
        }


def _yes_or_no(is_so: bool) -> str:
    return "是" if is_so else "否"
