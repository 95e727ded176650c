"""A demo has a company's page with pictures, one that waits, and a company that signs up."""

from django.test import Client

from tests.documents import photos_setting
from tests.places import NINE
from tests.staff import staff_with
from voltbay.accounts.models import Role
from voltbay.company_pages.models import PageVersion, SignUp
from voltbay.company_pages.queries import running_out
from voltbay.core.local_time import local_date
from voltbay.directory import demo
from voltbay.directory.models import Company, Outlet
from voltbay.server.demo import company_pages


def test_it_is_there_once(db, settings, tmp_path):
    settings.STORAGES = photos_setting(tmp_path)
    demo.load(now=NINE)
    outlet = Outlet.objects.get(name="浦东金桥回收服务网点")
    staff_with(Role.COMPANY_MANAGER, outlet=outlet, name="company")
    staff_with(Role.OPERATOR, name="admin")

    company_pages.load(now=NINE)
    company_pages.load(now=NINE)

    assert sorted(PageVersion.objects.values_list("state", flat=True)) == ["published", "waiting"]
    assert SignUp.objects.get().state == "asked"
    assert running_out(Company.objects.all(), today=local_date(NINE))
    shown = Client().get(f"/api/v1/companies/{outlet.company_id}").json()
    assert len(shown["pictures"]) == 2
