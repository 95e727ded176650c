"""What a removal lacks, all of it at once and in words."""

import pytest

from tests.places import NINE
from tests.removals.conftest import PACK, work_on
from voltbay.removals.ending import Ending
from voltbay.removals.errors import RemovalIncomplete
from voltbay.removals.packs.record import PackEntry, record_pack
from voltbay.removals.packs.record_uncoded import UncodedEntry, record_uncoded
from voltbay.removals.work.finish import finish
from voltbay.removals.work.lacking import lacking
from voltbay.sentences import sentence

ZH_AND_EN = ("zh-Hans", "en")


def codes(removal):
    return [each["code"] for each in lacking(removal)]


def test_at_first_it_lacks_every_step_and_a_battery(removal):
    assert codes(removal) == [
        "step_inspect", "step_isolate", "step_remove", "step_weigh", "step_pack", "lack_pack",
    ]  # fmt: skip


def test_a_battery_lacks_its_mass_a_safe_place_and_a_photo(removal, bob):
    record_pack(removal, PackEntry(PACK, None, ["leak"]), staff=bob, now=NINE)
    record_uncoded(removal, UncodedEntry("gone"), staff=bob, now=NINE)

    lacks = [(each["code"], each["pack"]) for each in lacking(removal) if "pack" in each]

    own = removal.packs.get(own_number__isnull=False).printed_number
    assert sorted(lacks) == sorted(
        [("lack_mass", PACK), ("lack_place", PACK), ("lack_mass", own), ("lack_photo", own)]
    )


def test_whoever_wants_to_finish_is_told_all_of_it_at_once_in_words(removal, bob):
    record_pack(removal, PackEntry(PACK, None), staff=bob, now=NINE)

    with pytest.raises(RemovalIncomplete) as refused:
        finish(removal, Ending(""), staff=bob, now=NINE)

    said = {lang: sentence("removal_incomplete", lang, refused.value.data) for lang in ZH_AND_EN}
    assert (
        f"检查、断电隔离、拆下、称重、包装、电池 {PACK} 的质量、拆卸后车辆去向" in said["zh-Hans"]
    )
    assert f"weigh, pack up, the mass of battery {PACK}, what becomes of the car" in said["en"]
    assert "inspect" not in said["zh-Hans"]


def test_a_record_that_is_whole_lacks_nothing(removal, bob):
    work_on(removal, bob)

    assert codes(removal) == []
