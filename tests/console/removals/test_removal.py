"""From the bay to the store and out of it, as staff do it."""

import io
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from tests.console.removals.conftest import MODULE, PACK, RECEIVER, at_the_store, path, work
from tests.documents import a_photo, photos_setting
from tests.staff import let_in, staff_with
from voltbay.accounts.models import Role
from voltbay.notifications.models import Notice
from voltbay.recognition.errors import IntakeBusy
from voltbay.recognition.reading.errors import PhotoTooCostly, PhotoUnusual
from voltbay.removals.models import BatteryPack, Handover, Receipt, Removal


def finish(manager, car):
    """Take all the steps for one safe battery."""
    for step in ("inspect", "isolate", "remove"):
        work(manager, car, f"step:{step}")
    work(manager, car, "pack", code=PACK, mass="412.5")
    for step in ("weigh", "pack"):
        work(manager, car, f"step:{step}")
    return work(manager, car, "finish", car_after="kept")


def test_a_removal_begins_in_the_bay(car):
    car.refresh_from_db()

    assert car.state == "removing"
    assert Removal.objects.get().booking == car


def test_a_removal_ends_with_a_receipt_and_a_warning(manager, car):
    assert finish(manager, car).status_code == 302

    page = manager.get(path("removal", car)).content.decode()
    assert Receipt.objects.get().serial in page
    assert "报废时按车辆缺失处理" in page
    pdf = manager.get(path("receipt", car))
    assert pdf.content.startswith(b"%PDF")


@pytest.mark.parametrize(("code", "said"), [("123", "电池"), ("001XE0100000A18120000123", "电池")])
def test_a_malformed_battery_code_is_refused_and_kept_in_the_form(manager, car, code, said):
    answer = work(manager, car, "pack", code=code)

    assert answer.status_code == 422
    page = answer.content.decode()
    assert f'value="{code}"' in page
    assert said in page


def test_whatever_was_entered_comes_back_after_a_refusal(manager, car):
    answer = work(manager, car, "pack", code="123", mass="412", hazard=["leak"], condition="凹陷")

    form = answer.context["record"]
    assert {name: form[name].value() for name in form.fields} == {
        "code": "123",
        "mass": "412",
        "hazard": ["leak"],
        "condition": "凹陷",
    }


def test_a_wrong_mass_stands_at_the_battery_that_it_was_typed_for(manager, car):
    for code in (PACK, MODULE):
        work(manager, car, "pack", code=code, mass="40")

    answer = work(manager, car, "weigh", pack=MODULE, mass="4oo")

    masses = {each["pack"].code: each["weigh"]["mass"].value() for each in answer.context["packs"]}
    assert (str(masses[PACK]), masses[MODULE]) == ("40.0", "4oo")


def test_an_unsafe_battery_is_told_of_until_it_is_contained(manager, car):
    work(manager, car, "pack", code=PACK, mass="412.5", hazard=["smoke", "leak"])

    before = manager.get(path("removal", car)).content.decode()
    work(manager, car, "contain", pack=PACK, where="盐水池 2")
    after = manager.get(path("removal", car)).content.decode()

    assert "请立即处理" in before
    assert "请立即处理" not in after
    assert "盐水池 2" in after


def test_where_an_unsafe_battery_lies_is_shown_until_it_is_seen_anew(manager, outlet, car):
    work(manager, car, "pack", code=PACK, mass="412.5", hazard=["leak"])
    store = reverse("console:stock", kwargs={"outlet_id": outlet.pk})
    assert "尚未安全存放" in manager.get(store).content.decode()

    work(manager, car, "contain", pack=PACK, where="盐水池 2")
    assert "盐水池 2" in manager.get(store).content.decode()

    work(manager, car, "hazards", pack=PACK, hazard=["leak", "smoke"])
    for page in (store, path("removal", car)):
        assert "盐水池 2" not in manager.get(page).content.decode()


def test_a_step_out_of_order_is_refused(manager, car):
    assert work(manager, car, "step:pack").status_code == 409


@pytest.mark.parametrize("mass", ["-1", "0", "many", "99999", "NaN"])
def test_an_impossible_mass_is_refused(manager, car, mass):
    assert work(manager, car, "pack", code=PACK, mass=mass).status_code == 422


def test_a_battery_may_be_weighed_later_changed_and_struck_out(manager, car):
    work(manager, car, "pack", code=PACK)
    work(manager, car, "weigh", pack=PACK, mass="398,2")
    work(manager, car, "hazards", pack=PACK, hazard=["water"])
    pack = BatteryPack.objects.get()
    assert (str(pack.mass_kg), pack.hazards) == ("398.2", ["water"])

    work(manager, car, "strike", pack=PACK, why="扫错了")

    assert not BatteryPack.objects.exists()


class TestGivingUp:
    """The battery will not come out: the car goes back as it came."""

    def give_up(self, manager, car, **entries):
        return manager.post(path("abandon", car), {"key": str(uuid4()), **entries})

    def test_the_booking_is_cancelled_and_the_owner_is_told_why(self, manager, car):
        answer = self.give_up(manager, car, reason="螺栓锈死，无法拆下")

        assert answer.url == path("removal", car)
        car.refresh_from_db()
        assert (car.state, car.cancel_reason) == ("cancelled", "螺栓锈死，无法拆下")
        assert Notice.objects.latest("id").template == "booking_cancelled_by_outlet"

    def test_the_page_says_what_becomes_of_the_car_and_the_history_why(self, manager, car):
        self.give_up(manager, car, reason="螺栓锈死，无法拆下")

        page = manager.get(path("removal", car)).content.decode()
        assert "电池仍在车上" in page
        assert "螺栓锈死，无法拆下" in page
        assert "放弃拆卸并通知车主" not in page
        assert "车辆不符合拆卸条件" in manager.get(path("booking", car)).content.decode()

    def test_the_booking_still_leads_to_the_record(self, manager, car):
        self.give_up(manager, car, reason="螺栓锈死，无法拆下")

        assert path("removal", car) in manager.get(path("booking", car)).content.decode()

    def test_it_needs_words(self, manager, car):
        answer = self.give_up(manager, car, reason=" ")

        assert answer.status_code == 422
        assert "请填写原因" in answer.content.decode()

    def test_a_recorded_battery_is_struck_out_first(self, manager, car):
        work(manager, car, "pack", code=PACK)
        page = manager.get(path("removal", car)).content.decode()

        refused = self.give_up(manager, car, reason="螺栓锈死，无法拆下")
        work(manager, car, "strike", pack=PACK, why="未拆下")
        given_up = self.give_up(manager, car, reason="螺栓锈死，无法拆下")

        assert "请先将电池记录作废" in page
        assert refused.status_code == 409
        assert "已登记电池" in refused.content.decode()
        assert "螺栓锈死" in refused.content.decode(), "what was typed is kept"
        assert given_up.status_code == 302

    def test_what_is_sent_twice_is_done_once_and_over_is_over(self, manager, car):
        entry = {"key": str(uuid4()), "reason": "螺栓锈死"}

        answers = [self.give_up(manager, car, **entry).status_code for _ in range(2)]

        assert answers == [302, 302]
        assert car.events.filter(to_state="cancelled").count() == 1
        assert self.give_up(manager, car, reason="螺栓锈死").status_code == 409


def test_photos_of_the_work_are_kept_and_shown(manager, car, settings, tmp_path):
    settings.STORAGES = photos_setting(tmp_path)
    picture = io.BytesIO()
    Image.new("RGB", (640, 480), "gray").save(picture, "JPEG")
    picture.seek(0)
    picture.name = "bay.jpg"

    answer = manager.post(
        path("add-photo", car), {"step": "inspect", "photo": picture, "key": uuid4()}
    )

    assert answer.status_code == 302
    kept = Removal.objects.get().photos.get()
    shown = manager.get(reverse("console:photo", kwargs={"code": car.code, "photo_id": kept.pk}))
    assert shown.content.startswith(b"\xff\xd8")


def test_two_photos_of_one_name_and_size_are_two_and_one_sent_twice_is_one(
    manager, car, settings, tmp_path
):
    settings.STORAGES = photos_setting(tmp_path)
    red, blue = a_photo("#c02020"), a_photo("#2020c0")
    longest = max(len(red), len(blue))
    key = str(uuid4())

    for shot in (red, blue, red):
        picture = SimpleUploadedFile("image.jpg", shot.ljust(longest, b"\0"))
        sent = {"step": "inspect", "photo": picture, "key": key}
        assert manager.post(path("add-photo", car), sent).status_code == 302

    assert Removal.objects.get().photos.count() == 2


@pytest.mark.parametrize(
    ("refusal", "status", "said"),
    [
        (PhotoUnusual(), 422, "用相机重新拍照"),
        (PhotoTooCostly(), 422, "时间或内存超出限制"),
        (IntakeBusy(retry_after_seconds=5), 503, "请在 5 秒后重新上传"),
    ],
    ids=lambda each: getattr(each, "code", ""),
)
def test_a_photo_that_is_not_taken_in_is_refused_in_words(
    manager, car, monkeypatch, refusal, status, said
):
    def take_in(upload, *, sender):
        raise refusal

    monkeypatch.setattr("voltbay.removals.work.photos.take_in", take_in)
    picture = io.BytesIO(b"of the bay")
    picture.name = "bay.jpg"

    answer = manager.post(
        path("add-photo", car), {"step": "inspect", "photo": picture, "key": uuid4()}
    )

    assert answer.status_code == status
    assert said in answer.content.decode()
    assert answer["X-Request-ID"]
    assert not Removal.objects.get().photos.exists()


def test_a_car_is_found_by_its_battery_and_by_its_receipt(manager, car, outlet):
    finish(manager, car)
    find = reverse("console:find", kwargs={"outlet_id": outlet.pk})

    for text in (PACK.lower(), Receipt.objects.get().serial, "13800138000"):
        assert car.code in manager.get(find, {"q": text}).content.decode()
    assert car.code not in manager.get(find, {"q": PACK[:-1] + "9"}).content.decode()


def test_a_manager_replaces_a_wrong_receipt_and_staff_may_not(client, manager, car, outlet):
    finish(manager, car)
    before, correct = Receipt.objects.get(), path("reissue", car)
    entry = {
        "serial": before.serial,
        f"code:{PACK}": PACK,
        f"mass:{PACK}": "３９８，5 kg",
        "car_after": "kept",
        "key": str(uuid4()),
    }

    silent = manager.post(correct, {**entry, "why": ""})
    answers = [manager.post(correct, {**entry, "why": "皮重"}) for _ in range(2)]

    assert silent.status_code == 422
    assert "３９８" in silent.content.decode(), "what was typed is kept"
    assert [answer.status_code for answer in answers] == [302, 302]
    assert Receipt.objects.count() == 2
    assert str(BatteryPack.objects.get().mass_kg) == "398.5"
    page = manager.get(path("removal", car)).content.decode()
    assert "皮重" in page
    old = manager.get(path("receipt", car), {"serial": before.serial})
    assert before.serial in old.headers["Content-Disposition"]
    assert manager.get(path("receipt", car), {"serial": "VR000000-X"}).status_code == 404
    let_in(client, staff_with(Role.OUTLET_STAFF, outlet=outlet, name="bert"))
    assert client.post(correct, entry).status_code == 403


def test_what_is_no_number_is_told_in_words(manager, car):
    refused = work(manager, car, "pack", code=PACK, mass="4oo")

    assert refused.status_code == 422
    assert "请填写数字" in refused.content.decode()


def test_batteries_leave_for_a_named_receiver_once(manager, car, outlet):
    finish(manager, car)
    pack, key = BatteryPack.objects.get(), str(uuid4())

    answers = [
        at_the_store(manager, outlet, "hand-over", pack=[pack.pk], key=key, **RECEIVER)
        for _ in range(2)
    ]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert Handover.objects.get().receiver_name == RECEIVER["name"]
    page = manager.get(reverse("console:stock", kwargs={"outlet_id": outlet.pk}))
    assert "没有库存" in page.content.decode()


def test_a_wrong_credit_code_needs_a_reason(manager, car, outlet):
    finish(manager, car)
    pack = BatteryPack.objects.get()
    wrong = {**RECEIVER, "credit_code": "91440304MA5DEM004D", "pack": [pack.pk]}

    refused = at_the_store(manager, outlet, "hand-over", **wrong)
    given = at_the_store(manager, outlet, "hand-over", override_reason="原件如此", **wrong)

    assert refused.status_code in (409, 422)
    assert RECEIVER["name"] in refused.content.decode(), "what was typed is kept"
    assert given.status_code == 302


@pytest.mark.parametrize("count", [1, 12])
def test_the_store_costs_the_same_statements_however_full(
    manager, car, outlet, count, django_assert_max_num_queries
):
    finish(manager, car)
    first = BatteryPack.objects.get()
    for n in range(count):
        first.pk, first.code = uuid4(), f"001PE0100000A1812{n:07}"
        first.save(force_insert=True)
    page = reverse("console:stock", kwargs={"outlet_id": outlet.pk})
    manager.get(page)

    with django_assert_max_num_queries(16):
        manager.get(page)
