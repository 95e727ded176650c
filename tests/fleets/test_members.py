"""Inviting, joining, and being let go."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from tests.people import ALICE_PHONE, BOB_PHONE
from tests.places import NOW
from tests.taxis import join_as
from voltbay.fleets.errors import FleetNotApproved, LastManager, MemberKnown, MemberUnknown
from voltbay.fleets.members import change_role, decline, invite, join, note_authorisation, remove
from voltbay.fleets.models import FleetAccount, FleetMember
from voltbay.fleets.queries import invitations_of, memberships_of
from voltbay.fleets.rules import INVITED_FOR, Role
from voltbay.notifications.models import Notice


@pytest.fixture
def invited(fleet):
    return invite(fleet, phone=BOB_PHONE, role="books", now=NOW)


def test_an_invited_phone_is_told_and_joins_by_its_own_hand(invited, bob):
    assert Notice.objects.get().template == "fleet_invited"
    assert memberships_of(bob) == []
    assert [each.pk for each in invitations_of(bob, now=NOW)] == [invited.pk]

    join(invited.pk, owner=bob, now=NOW)

    assert [mine.member.role for mine in memberships_of(bob)] == ["books"]
    assert invitations_of(bob, now=NOW) == []


def test_nobody_joins_for_another_phone(invited, alice):
    with pytest.raises(MemberUnknown):
        join(invited.pk, owner=alice, now=NOW)


def test_an_old_invitation_is_over(invited, bob):
    with pytest.raises(MemberUnknown):
        join(invited.pk, owner=bob, now=NOW + INVITED_FOR)


def test_an_invitation_is_declined(invited, bob):
    decline(invited.pk, owner=bob)

    assert FleetMember.objects.filter(owner=None).count() == 0


def test_a_phone_is_invited_once(invited, fleet):
    for phone in (BOB_PHONE, ALICE_PHONE):
        with pytest.raises(MemberKnown):
            invite(fleet, phone=phone, role="books", now=NOW)


def test_an_unanswered_invitation_makes_room_for_a_new_one(invited, fleet):
    later = NOW + INVITED_FOR + timedelta(days=1)

    assert invite(fleet, phone=BOB_PHONE, role="sees_all", now=later).role == "sees_all"


def test_a_fleet_that_is_not_approved_invites_nobody(fleet):
    fleet.state = FleetAccount.State.SUSPENDED

    with pytest.raises(FleetNotApproved):
        invite(fleet, phone=BOB_PHONE, role="books", now=NOW)


def test_somebody_always_manages(fleet, mine, bob):
    with pytest.raises(LastManager):
        remove(fleet, mine.member.pk)
    with pytest.raises(LastManager):
        change_role(fleet, mine.member.pk, role=Role.BOOKS)

    join_as(Role.MANAGES, bob, fleet)
    remove(fleet, mine.member.pk)

    assert [each.owner for each in fleet.members.all()] == [bob]


def test_an_authorisation_is_shown_once(fleet, alice, administrator):
    assert note_authorisation(fleet, alice, staff_id=administrator.pk, now=NOW)
    assert not note_authorisation(fleet, alice, staff_id=administrator.pk, now=NOW)


def test_the_database_knows_members_from_invitations(mine):
    with pytest.raises(IntegrityError, match="joined_or_is_invited"), transaction.atomic():
        FleetMember.objects.filter(pk=mine.member.pk).update(phone_fingerprint=b"x")
