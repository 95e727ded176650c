"""A year is written out, and a file that somebody holds is proved on a page."""

from io import BytesIO

import pytest
from django.utils import timezone

from tests.console.traceability.conftest import path
from tests.console.traceability.test_traceability import write
from voltbay.traceability.models import Archive


@pytest.fixture
def content(manager, outlet, pack):
    write(manager, outlet)
    answer = write_year(manager, outlet.company_id, f"{timezone.localtime():%Y}")
    assert answer.status_code == 200
    return answer.content


def write_year(client, company, year):
    return client.post(path("trace-archive"), {"company": company, "year": year})


def prove(client, content):
    file = BytesIO(content)
    file.name = "year.jsonl"
    return client.post(path("trace-verify"), {"file": file}).content.decode()


def test_a_year_is_written_and_noted(manager, content):
    assert Archive.objects.get().staff.username == "mia"
    assert Archive.objects.get().filename in manager.get(path("trace")).content.decode()


def test_what_is_genuine_is_told_so_and_an_altered_row_is_named(manager, content):
    assert "真实" in prove(manager, content)

    altered = content.replace("电池包".encode(), "电池盒".encode())

    assert "第 1 行" in prove(manager, altered)
    assert "被改动" in prove(manager, altered)


def test_an_empty_year_and_another_company_are_refused(manager, outlet, content):
    assert write_year(manager, outlet.company_id, "2019").status_code == 409
    assert write_year(manager, outlet.company_id, "soon").status_code == 422
    assert write_year(manager, outlet.pk, "2026").status_code == 404
    assert manager.post(path("trace-verify")).status_code == 404
