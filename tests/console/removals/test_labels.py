"""A battery without a readable code, as staff record, label, photograph and report it."""

import io
from uuid import uuid4

import pytest
from django.urls import reverse
from PIL import Image

from tests.console.removals.conftest import PACK, RECEIVER, at_the_store, path, work
from tests.documents import photos_setting
from voltbay.removals.models import BatteryPack, Receipt

KNOWN = {
    "reason": "gone",
    "product": "P",
    "maker": "比亚迪",
    "chemistry": "B",
    "energy": "47，5 kWh",
    "printed_serial": "BYD-2016/0042",
    "mass": "540",
}


@pytest.fixture(autouse=True)
def _photos(settings, tmp_path):
    settings.STORAGES = photos_setting(tmp_path)


@pytest.fixture
def pack(manager, car):
    for step in ("inspect", "isolate", "remove"):
        work(manager, car, f"step:{step}")
    assert work(manager, car, "uncoded", **KNOWN).status_code == 302
    return BatteryPack.objects.get()


def photograph(manager, car, pack):
    picture = io.BytesIO()
    Image.new("RGB", (640, 480), "gray").save(picture, "JPEG")
    picture.seek(0)
    picture.name = "pack.jpg"
    sent = {"step": "remove", "pack": pack.code, "photo": picture, "key": uuid4()}
    return manager.post(path("add-photo", car), sent)


def finish(manager, car):
    for step in ("weigh", "pack"):
        work(manager, car, f"step:{step}")
    return work(manager, car, "finish", car_after="kept")


def shown(manager, car):
    return manager.get(path("removal", car)).content.decode()


def test_it_is_recorded_photographed_and_finished(manager, car, pack):
    assert "完成拆卸前须拍一张" in shown(manager, car)
    refused = finish(manager, car)
    assert refused.status_code == 409
    assert pack.printed_number in refused.content.decode()

    photograph(manager, car, pack)
    done = finish(manager, car)

    assert done.status_code == 302
    assert Receipt.objects.count() == 1
    page = shown(manager, car)
    for said in ("无可读编码", "标签缺失", pack.printed_number, "比亚迪", "47.50 kWh"):
        assert said in page


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"reason": ""}, "请从列出的选项中选择"),
        ({"reason": "lazy"}, "请从列出的选项中选择"),
        ({"energy": "9999"}, "标称能量应在"),
        ({"energy": "a lot"}, "请填写数字"),
    ],
)
def test_a_wrong_entry_is_refused_in_words_and_kept(manager, car, wrong, said):
    answer = work(manager, car, "uncoded", **{**KNOWN, **wrong})

    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert "BYD-2016/0042" in answer.content.decode()
    assert not BatteryPack.objects.exists()


def test_a_form_sent_twice_records_one_battery(manager, car):
    key = str(uuid4())

    for _ in range(2):
        work(manager, car, "uncoded", **KNOWN, key=key)

    assert BatteryPack.objects.count() == 1


def test_its_label_shows_our_number_in_three_ways(manager, car, pack):
    where = {"code": car.code, "number": pack.own_number}

    answer = manager.get(reverse("console:label", kwargs=where))

    page = answer.content.decode()
    assert answer.status_code == 200
    assert pack.printed_number in page
    assert page.partition("<article")[2].count("<svg") == 2
    other = {"code": car.code, "number": "VP00000000Z"}
    assert manager.get(reverse("console:label", kwargs=other)).status_code == 404


def test_its_label_leads_to_it_from_the_desk(manager, car, pack, outlet):
    scan = reverse("console:scan", kwargs={"outlet_id": outlet.pk})
    find = reverse("console:find", kwargs={"outlet_id": outlet.pk})

    assert manager.post(scan, {"code": pack.own_number}).url == path("removal", car)
    assert car.code in manager.get(find, {"q": pack.printed_number}).content.decode()
    assert manager.post(scan, {"code": "VP00000000Z"}).status_code == 404
    assert "(VP[" in manager.get(scan).content.decode(), "the camera looks for labels too"


def test_a_code_that_is_found_in_the_bay_counts(manager, car, pack):
    answer = work(manager, car, "give_code", pack=pack.code, code=PACK)

    assert answer.status_code == 302
    page = shown(manager, car)
    assert PACK in page
    assert f'后补编码，原标签 <span class="code">{pack.printed_number}' in page


def test_it_is_stocked_and_reported_in_its_own_list(manager, car, pack, outlet):
    photograph(manager, car, pack)
    finish(manager, car)
    store = reverse("console:stock", kwargs={"outlet_id": outlet.pk})
    assert pack.printed_number in manager.get(store).content.decode()

    owed = manager.get(reverse("console:trace"), {"list": "uncoded_in"}).content.decode()

    assert pack.printed_number in owed
    assert "入库（无编码）" in owed


def test_a_code_found_after_all_is_said_on_a_new_receipt(manager, car, pack, outlet):
    photograph(manager, car, pack)
    finish(manager, car)
    at_the_store(manager, outlet, "hand-over", pack=[pack.pk], **RECEIVER)
    correct = path("reissue", car)
    page = manager.get(correct).content.decode()
    assert f'name="code:{pack.code}"' in page
    sent = {
        "serial": Receipt.objects.get().serial,
        f"code:{pack.code}": PACK,
        f"mass:{pack.code}": "540",
        "car_after": "kept",
        "why": "找到了编码",
        "key": str(uuid4()),
    }

    assert manager.post(correct, sent).status_code == 302

    pack.refresh_from_db()
    assert (pack.code, pack.has_code, str(pack.mass_kg)) == (PACK, True, "540.0")
    assert Receipt.objects.count() == 2
