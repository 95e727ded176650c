"""Lists that cost the same however long their tables grow.

1. A page has few rows: django-unfold writes about five kilobytes for each.
2. Rows are counted no further than anybody pages; the whole table is never counted.
3. Filters that could offer thousands of values are typed or searched for (see `filters`).
"""

from typing import Any

from django.core.paginator import Paginator
from django.utils.functional import cached_property
from unfold.admin import ModelAdmin

ROWS = 20
# Fifty pages: whoever has not found it there filters or searches.
COUNTED = 1_000


class BoundedPaginator(Paginator):  # type: ignore[type-arg]  # generic only in the stubs
    """Pages of a list whose length is known only as far as it is paged through."""

    template_name = "back_office/pagination.html"

    @cached_property
    def count(self) -> int:
        """Return how many rows there are, or `COUNTED` if there are more."""
        return int(self.object_list[:COUNTED].count())  # type: ignore[attr-defined]  # rows of a table

    @property
    def is_cut(self) -> bool:
        """Whether there may be rows beyond the last page."""
        return self.count == COUNTED


class ListAdmin(ModelAdmin):
    """The back office's page of a table: what all of them have in common."""

    list_per_page = ROWS
    list_max_show_all = ROWS
    list_filter_submit = True
    paginator: Any = BoundedPaginator
    show_full_result_count = False
