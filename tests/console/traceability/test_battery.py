"""A battery among the reports: what it lacks is entered here, what changes owes a correction."""

from uuid import uuid4

import pytest

from tests.console.traceability.conftest import PACK, RECEIVER, give, path, take_out
from tests.console.traceability.test_traceability import write
from voltbay.removals.models import Handover
from voltbay.traceability.models import CarMaker, CorrectedReceiver, FormerCode, ReportRow

REUSED, FORMER = "001PE01D8H0000777RP", "001PE0100000A18120000777"


def enter(client, pack, action, **typed):
    sent = {"action": action, "key": str(uuid4()), **typed}
    return client.post(path("trace-enter", pack_id=pack.pk), sent)


def shown(client, pack):
    return client.get(path("trace-battery", pack_id=pack.pk)).content.decode()


def test_a_car_maker_that_nobody_knew_is_entered_and_reported(manager, service, slots, bob):
    pack = take_out(service, slots[0], bob, model="")
    assert enter(manager, pack, "car_maker", car_maker="").status_code == 422

    assert enter(manager, pack, "car_maker", car_maker=" 荣威 ").status_code == 302

    assert CarMaker.objects.get().name == "荣威"
    assert write(manager, service.outlet, car_maker="荣威").status_code == 302


def test_another_receiver_after_the_report_owes_a_correction(manager, service, bob, pack):
    give(pack, bob)
    write(manager, service.outlet, list_name="out")
    typed = {"name": "正极循环有限公司", "credit_code": RECEIVER, "why": "抄错单位"}
    assert enter(manager, pack, "receiver", **typed | {"why": ""}).status_code == 422

    enter(manager, pack, "receiver", **typed)

    assert "待更正" in shown(manager, pack)
    answer = write(manager, service.outlet, list_name="out", state="correction")
    page = manager.get(answer.url).content.decode()
    assert "接收单位名称：绿能" in page
    assert "正极循环有限公司" in page
    assert ReportRow.objects.filter(is_current=True).count() == 1
    assert Handover.objects.get().receiver_name == "绿能"


def test_a_receiver_before_it_has_left_is_refused(manager, pack):
    typed = {"name": "绿能", "credit_code": RECEIVER, "why": "x"}

    assert enter(manager, pack, "receiver", **typed).status_code == 409
    assert not CorrectedReceiver.objects.exists()


@pytest.mark.parametrize("wrong", ["123", REUSED, "001PE0100000A1X120000777"])
def test_what_is_no_code_from_before_is_refused(manager, service, slots, bob, wrong):
    pack = take_out(service, slots[0], bob, code=REUSED)

    assert enter(manager, pack, "former_code", code=wrong).status_code == 422
    assert not FormerCode.objects.exists()


def test_codes_from_before_a_second_life_are_kept_and_reported(manager, service, slots, bob):
    pack = take_out(service, slots[0], bob, code=REUSED)
    enter(manager, pack, "former_code", code=FORMER.lower())
    assert enter(manager, pack, "former_code", code=FORMER).status_code == 409

    answer = write(manager, service.outlet, list_name="reused_in")

    page = manager.get(answer.url).content.decode()
    assert REUSED in page
    assert FORMER in page


def test_a_first_life_has_no_codes_from_before(manager, pack):
    assert enter(manager, pack, "former_code", code=FORMER).status_code == 409
    assert enter(manager, pack, "nothing").status_code == 422
    assert PACK in shown(manager, pack)
