"""A demo's taxi firm has receipts of its cars."""

import pytest

from tests.documents import photos_setting
from tests.places import NINE
from voltbay.accounts.models import StaffUser
from voltbay.directory import demo
from voltbay.directory.models import Outlet
from voltbay.fleets import demo as fleets
from voltbay.fleets.models import Block, FleetAccount
from voltbay.removals.receipts.queries import receipts_of_fleet
from voltbay.server.demo import blocks
from voltbay.server.demo.blocks_done import BATTERIES, load
from voltbay.server.demo.money import OUTLET
from voltbay.slots.publish import publish_ahead


@pytest.mark.django_db
def test_the_firm_finds_receipts_that_name_it(settings, tmp_path):
    settings.STORAGES = photos_setting(tmp_path)
    demo.load(now=NINE)
    desk = StaffUser.objects.create(username="desk")
    desk.outlets.add(Outlet.objects.get(name=OUTLET))
    fleets.load(decided_by=desk, now=NINE)
    firm = FleetAccount.objects.get(name=fleets.FIRM)
    manager = firm.members.get(role="manages").owner

    publish_ahead(Outlet.objects.get(name=OUTLET), now=NINE)
    for _ in range(2):
        load(manager=manager, now=NINE)
        blocks.load(manager=manager, outlet=OUTLET, now=NINE)

    receipts = receipts_of_fleet(firm.pk)
    assert len(receipts) == len(BATTERIES)
    assert [each.cars for each in Block.objects.order_by("created_at")] == [2, 8]
    assert all(fleets.FIRM in receipt.payload for receipt in receipts)
