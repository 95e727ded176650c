from voltbay.recognition.reading.judge import judge
from voltbay.recognition.reading.kinds.vehicle_licence import VEHICLE_LICENCE
from voltbay.recognition.reading.values.seen import Seen

LICENCE = {
    "plate": Seen("川A7809C", 0.99),
    "vehicle_type": Seen("小型轿车", 0.99),
    "owner": Seen("张三", 0.99),
    "address": Seen("四川省成都市样本路1号", 0.99),
    "use_character": Seen("非营运", 0.99),
    "model": Seen("北京现代牌BH7164MX", 0.99),
    "vin": Seen("LBEHDAEB58Y038860", 0.99),
    "engine_number": Seen("8B123456", 0.99),
    "register_date": Seen("2008-07-08", 0.99),
    "issue_date": Seen("2015-06-04", 0.99),
}


def licence(**changed):
    return judge(VEHICLE_LICENCE, LICENCE | changed)


def test_a_clean_licence_has_no_doubt():
    fields, problems = licence()

    assert problems == ()
    assert not any(one.doubtful for one in fields.values())


def test_a_plate_that_cannot_be_is_not_passed_on():
    fields, problems = licence(plate=Seen("京AL12345", 0.99))

    assert fields["plate"].value == ""
    assert [(one.code, one.field) for one in problems] == [("field_unreadable", "plate")]


def test_an_issue_before_the_registration_is_doubtful():
    fields, _ = licence(issue_date=Seen("2001-06-04", 0.99))

    assert fields["issue_date"].doubtful


def test_a_stamp_beside_a_use_character_is_dropped_and_asked_about():
    fields, _ = licence(use_character=Seen("非营运样本", 0.5))

    field = fields["use_character"]
    assert (field.value, field.corrected, field.doubtful) == ("非营运", True, True)


def test_an_owner_is_written_with_the_signs_that_licences_print():
    fields, _ = licence(owner=Seen("北京样本(集团)有限公司", 0.99))
    assert fields["owner"].value == "北京样本（集团）有限公司"

    fields, _ = licence(owner=Seen("买买提・艾合买提", 0.99))
    assert fields["owner"].value == "买买提·艾合买提"


def test_an_address_without_its_start_is_doubtful():
    fields, _ = licence(address=Seen("省成都市样本路1号", 0.99))

    assert fields["address"].doubtful


def test_an_owner_with_a_digit_is_asked_about():
    fields, _ = licence(owner=Seen("张文栋1768", 0.99))

    assert fields["owner"].doubtful
