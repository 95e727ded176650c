"""No page of the console shows hundreds of outlets: lists are paged, fields are searched."""

import re

import pytest
from django.urls import reverse

from tests.console.access.test_permissions import ROUTES, where
from tests.places import many_outlets
from tests.staff import let_in, staff_with
from voltbay.accounts.models import Role, StaffUser
from voltbay.articles.models import Article
from voltbay.console.access.permissions import RULES
from voltbay.console.many import OFFERED, PAGE
from voltbay.directory.models import Company, Outlet
from voltbay.prices.models import PriceRange
from voltbay.staff_news.models import Listener

MANY = 130
AT_MOST = OFFERED + 1  # what a field offers, with what is chosen already
WHOLE_TOWN = (Role.OPERATOR, Role.AUDITOR, Role.COMPANY_MANAGER)


@pytest.fixture
def town(db, outlet):
    """Many companies with an outlet each; the company of a manager has as many outlets."""
    theirs = many_outlets(MANY)
    Outlet.objects.bulk_create(
        Outlet(
            company=outlet.company, name=f"分店{n:04}号", city_code="310100", city="上海",
            address="张江路 1 号", phone="021-50001234", longitude=121.6, latitude=31.2,
        )
        for n in range(MANY)
    )  # fmt: skip
    staff = StaffUser.objects.bulk_create(
        StaffUser(username=f"人{n:04}号", role=Role.OUTLET_STAFF, company=theirs[n].company)
        for n in range(MANY)
    )
    StaffUser.outlets.through.objects.bulk_create(
        StaffUser.outlets.through(staffuser=one, outlet=at)
        for one, at in zip(staff, theirs, strict=True)
    )
    return theirs


def names_on(page):
    """Return how many of each kind a page names."""
    text = page.content.decode() if not page.streaming else ""
    return {kind: len(set(re.findall(rf"{kind}\d{{4}}号", text))) for kind in KINDS}


KINDS = ("网点", "公司", "服务", "分店", "人")


@pytest.mark.parametrize("role", WHOLE_TOWN)
def test_no_page_names_the_whole_town(client, town, outlet, booking, role):
    let_in(client, staff_with(role, outlet=outlet, name="olga"))

    named = {
        route.name: names_on(client.get(where(route, outlet=outlet, booking=booking)))
        for route in ROUTES
        if role in RULES[route.name]
    }

    too_many = {name: counts for name, counts in named.items() if max(counts.values()) > AT_MOST}
    assert not too_many
    assert max(max(counts.values()) for counts in named.values()) >= PAGE  # it looks at something


class TestList:
    @pytest.fixture
    def olga(self, client, town, outlet):
        return let_in(client, staff_with(Role.OPERATOR, outlet=outlet, name="olga"))

    @pytest.mark.parametrize("name", ["outlets", "money", "company-pages"])
    def test_it_is_gone_through_page_by_page(self, olga, name):
        path = reverse(f"console:{name}")
        first = olga.get(path)

        assert 'rel="next"' in first.content.decode()
        assert 'rel="prev"' in olga.get(path, {"page": 2}).content.decode()
        assert first.content != olga.get(path, {"page": 2}).content

    @pytest.mark.parametrize(
        ("name", "kind"), [("outlets", "网点"), ("money", "公司"), ("company-pages", "公司")]
    )
    def test_it_is_searched_by_name_and_by_city(self, olga, name, kind):
        path = reverse(f"console:{name}")

        for words in ("0077", "城0077", f"{kind}0077"):
            page = olga.get(path, {"q": words}).content.decode()
            assert set(re.findall(rf"{kind}\d{{4}}号", page)) == {f"{kind}0077号"}
        assert "没有" in olga.get(path, {"q": "不存在的"}).content.decode()

    def test_who_has_few_is_asked_nothing(self, client, outlet):
        let_in(client, staff_with(Role.OPERATOR, outlet=outlet, name="olga"))

        assert 'type="search"' not in client.get(reverse("console:outlets")).content.decode()


class TestField:
    @pytest.fixture
    def olga(self, client, town, outlet):
        return let_in(client, staff_with(Role.OPERATOR, outlet=outlet, name="olga"))

    @pytest.mark.parametrize("name", ["dashboard", "trace", "staff-new", "hear"])
    def test_it_offers_what_was_found(self, olga, name):
        page = olga.get(reverse(f"console:{name}"), {"find": "0120"}).content.decode()

        assert set(re.findall(r"<option[^>]*>[^<]*(网点\d{4}号)", page)) == {"网点0120号"}

    @pytest.mark.parametrize("name", ["dashboard", "trace"])
    def test_what_is_chosen_stays_though_others_are_looked_for(self, olga, town, name):
        asked = {"outlet": str(town[100].pk), "find": "0120"}

        page = olga.get(reverse(f"console:{name}"), asked).content.decode()

        assert re.search(rf'value="{town[100].pk}" selected', page)
        assert "网点0120号" in page

    @pytest.mark.parametrize("asked", ["none", "7d9d5f0e-96d8-4c58-9e7a-0c9b0f6d7a11"])
    def test_an_outlet_that_is_not_in_sight_is_unknown(self, olga, asked):
        assert olga.get(reverse("console:dashboard"), {"outlet": asked}).status_code == 404

    def test_staff_keep_their_outlets_though_others_are_looked_for(self, olga, town):
        other = StaffUser.objects.get(username="人0100号")
        path = reverse("console:staff-member", kwargs={"staff_id": other.pk})

        page = olga.get(path, {"find": "0120"}).content.decode()

        assert re.search(r"<option[^>]*selected[^>]*>网点0100号", page)
        assert "网点0120号" in page

    def test_what_somebody_hears_of_may_be_any_outlet(self, olga, town):
        path = reverse("console:hear")
        form = olga.get(path).context["form"]
        typed = {each.html_name: each.value() for each in form if each.name != "outlets"}
        typed |= {"key": olga.get(path).context["key"], "action": "save"}

        olga.post(path, {**typed, "outlets": [str(town[120].pk)]})

        assert list(Listener.objects.get().outlets.all()) == [town[120]]

    def test_a_price_may_be_of_any_outlet_of_the_company_and_of_no_other(self, olga, town, outlet):
        path = reverse("console:prices", kwargs={"company_id": outlet.company_id})
        mine = Outlet.objects.get(name="分店0120号")
        entry = {
            "action": "enter", "chemistry": "", "mass_from": "0", "mass_below": "900",
            "unit": "kg", "low": "1", "high": "2",
        }  # fmt: skip
        shown = olga.get(path).context["form"]
        entry |= {name: shown[name].value() for name in ("valid_from", "valid_until")}

        for wanted in (mine.pk, town[0].pk, "none"):
            key = olga.get(path).context["key"]
            olga.post(path, {**entry, "outlet": str(wanted), "key": key})

        assert [each.outlet for each in PriceRange.objects.all()] == [mine]

    def test_an_article_may_be_of_any_outlet_of_the_company(self, olga, outlet):
        path = reverse("console:company-article-new", kwargs={"company_id": outlet.company_id})
        mine = Outlet.objects.get(name="分店0120号")
        page = olga.get(path, {"find": "0120"})
        assert page.content.decode().count("分店") == 1

        olga.post(
            path,
            {
                "key": page.context["key"], "action": "save", "category": "notice",
                "outlet_id": str(mine.pk), "title": "停业", "body": "停业一天",
            },
        )  # fmt: skip

        assert Article.objects.get().outlet == mine

    def test_a_year_is_written_of_the_company_that_was_found(self, olga):
        page = olga.get(reverse("console:trace"), {"find": "公司0120"}).content.decode()

        assert Company.objects.get(name="公司0120号").name in page
