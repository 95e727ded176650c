"""A queryset that is written once answers as the queryset does."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.db.models import Q, Value
from django.db.models.functions import Concat

from tests.people import ALICE_PHONE, BOB_PHONE, owner_with
from tests.places import NOW, open_outlet
from voltbay.accounts.models import Consent, Owner, Session
from voltbay.core.compiled import LONGEST_LIST, CompiledQuery
from voltbay.directory.models import Outlet

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    alice, bob = owner_with(ALICE_PHONE), owner_with(BOB_PHONE)
    for place, owner in enumerate((alice, alice, bob)):
        Session.objects.create(
            owner=owner,
            token_hash=bytes([place]) * 32,
            created_at=NOW + place * timedelta(hours=1),
            expires_at=NOW + timedelta(days=1 + place),
        )
    return alice, bob


def sessions(*, owner, since):
    return Session.objects.select_related("owner").filter(owner=owner, created_at__gte=since)


def test_rows_are_those_of_the_queryset_with_what_is_joined(people, django_assert_num_queries):
    compiled = CompiledQuery(sessions)
    for owner in people:
        for since in (NOW, NOW + timedelta(hours=1), NOW + timedelta(days=9)):
            with django_assert_num_queries(1):
                found = compiled.ask(owner=owner.pk, since=since)
                assert all(each.owner.phone for each in found)  # joined, and opened
            asked = list(sessions(owner=owner.pk, since=since))
            assert found == asked
            assert [row.owner.phone for row in found] == [row.owner.phone for row in asked]


def test_it_is_written_once_for_each_form(people):
    written = []

    def build(way, *, since):
        written.append(way)
        return Session.objects.filter(created_at__gte=since).order_by(way)

    compiled = CompiledQuery(build)
    for since in (NOW, NOW + timedelta(hours=1)):
        for way in ("created_at", "-created_at"):
            found = compiled.ask(way, since=since)
            assert found == list(Session.objects.filter(created_at__gte=since).order_by(way))

    assert written == ["created_at"] * 2 + ["-created_at"] * 2


def test_values_and_unions_come_as_tuples(people):
    alice, _ = people

    def build(*, owner):
        of_them = Session.objects.filter(owner=owner).order_by()
        rows = of_them.values_list("created_at", Value(True))
        return rows.union(of_them.values_list("expires_at", Value(False)), all=True)

    found = CompiledQuery(build).ask(owner=alice.pk)

    assert sorted(found) == sorted(build(owner=alice.pk))
    assert len(found) == 4


def test_lists_are_values_too_each_length_written_for_itself(people):
    written = []

    def build(*, owners):
        written.append(len(owners))
        return Session.objects.filter(owner__in=owners).order_by("pk")

    compiled = CompiledQuery(build)
    alice, bob = (each.pk for each in people)
    for owners in ([alice], [bob], [alice, bob], [alice, alice], []):
        found = compiled.ask(owners=owners)
        assert found == list(Session.objects.filter(owner__in=owners).order_by("pk"))

    assert written == [1, 1, 2, 2, 0, 0]


def test_a_list_may_be_longer_than_a_month(people):
    hours = [NOW + n * timedelta(hours=1) for n in range(-50, 50)]

    def build(*, hours):
        return Session.objects.filter(created_at__in=hours).order_by("pk")

    assert CompiledQuery(build).ask(hours=hours) == list(Session.objects.order_by("pk"))


def test_a_long_list_is_written_each_time(people):
    written = []

    def build(*, hours):
        written.append(len(hours))
        return Session.objects.filter(created_at__in=hours).order_by("pk")

    compiled = CompiledQuery(build)
    hours = [NOW + n * timedelta(hours=1) for n in range(LONGEST_LIST + 1)]
    for _ in range(2):
        assert compiled.ask(hours=hours) == list(Session.objects.order_by("pk"))

    assert written == [LONGEST_LIST + 1] * 2


def test_fractions_are_values(people):
    service = open_outlet()

    def build(*, west):
        return Outlet.objects.filter(longitude__gt=west)

    compiled = CompiledQuery(build)
    east = service.outlet.longitude

    assert compiled.ask(west=east - 0.5) == [service.outlet]
    assert compiled.ask(west=east) == []


def test_none_is_a_form_of_its_own_and_nothing_is_asked_for_nothing(
    people, django_assert_num_queries
):
    def build(*, owner):
        return Session.objects.filter(owner=owner) if owner else Session.objects.none()

    compiled = CompiledQuery(build)

    assert len(compiled.ask(owner=people[0].pk)) == 2
    with django_assert_num_queries(0):
        assert compiled.ask(owner=None) == []
    assert len(compiled.ask(owner=people[1].pk)) == 1


@pytest.mark.parametrize(
    "build",
    [
        lambda *, since: Session.objects.filter(created_at__gte=since - timedelta(days=1)),
        lambda *, since: Session.objects.filter(Q(created_at__gte=since) if since.day % 2 else Q()),
        lambda *, since: Session.objects.filter(created_at__date=since.date()),
        lambda *, since: Session.objects.all()[: since.day],
    ],
    ids=["calculated", "decided by", "taken apart", "counted by"],
)
def test_a_value_that_is_calculated_with_is_refused(build):
    with pytest.raises(ValueError, match="calculated"):
        CompiledQuery(build).ask(since=NOW)


def test_a_text_that_becomes_part_of_another_is_refused():
    compiled = CompiledQuery(lambda *, text: Consent.objects.filter(version__contains=text))
    with pytest.raises(ValueError, match="calculated"):
        compiled.ask(text="2026")


@pytest.mark.parametrize("value", [True, [True], (1,), b"1"])
def test_what_is_no_value_is_refused(value):
    with pytest.raises(TypeError, match="no value"):
        CompiledQuery(lambda *, owner: Session.objects.filter(owner=owner)).ask(owner=value)


def test_what_is_fetched_beside_it_is_refused():
    def build(*, owner):
        return Owner.objects.filter(pk=owner).prefetch_related("sessions")

    with pytest.raises(ValueError, match="beside"):
        CompiledQuery(build).ask(owner=UUID(int=7))


def test_values_of_all_kinds_reach_the_statement(people):
    def build(*, text, number, day):
        given = Session.objects.annotate(said=Concat(Value("a"), Value(text)))
        return given.annotate(number=Value(number), day=Value(day)).values_list(
            "said", "number", "day"
        )

    compiled = CompiledQuery(build)
    for text, number, day in (("b", 1, NOW.date()), ("%s'", -2, NOW.date() + timedelta(days=1))):
        assert set(compiled.ask(text=text, number=number, day=day)) == {(f"a{text}", number, day)}


@pytest.mark.django_db(transaction=True)
def test_threads_ask_by_connections_of_their_own(people):
    compiled = CompiledQuery(lambda *, owner: Session.objects.filter(owner=owner))

    def count(owner):
        try:
            return len(compiled.ask(owner=owner.pk))
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as crowd:
        assert list(crowd.map(count, people * 10)) == [2, 1] * 10
