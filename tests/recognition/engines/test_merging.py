from voltbay.recognition.engines.merging import merged
from voltbay.recognition.reading.findings import Field, Problem
from voltbay.recognition.reading.kinds.identity_card import IDENTITY_CARD
from voltbay.recognition.reading.kinds.vehicle_licence import VEHICLE_LICENCE
from voltbay.recognition.reading.result import Reading

NUMBER, OTHER_NUMBER = "11010519491231002X", "110105194912310038"
VIN, OTHER_VIN = "LBEHDAEB58Y038860", "LGXCE6DB7J0123456"
FOREIGN_VIN = "1FTFW1ET0EKE57182"  # its maker need not use the check digit, and does not fit it
FOREIGN_VIN_THAT_FITS = "1FTFW1ET6EKE57182"


def sure(value: str) -> Field:
    return Field(value, 0.97)


def unsure(value: str) -> Field:
    return Field(value, 0.6, doubtful=True)


def card(*problems: Problem, **fields: Field) -> Reading:
    return Reading(IDENTITY_CARD, fields, problems, engine="one")


def licence(*problems: Problem, **fields: Field) -> Reading:
    return Reading(VEHICLE_LICENCE, fields, problems, engine="one")


def joined(local: Reading, cloud: Reading, name: str) -> tuple[str, bool]:
    found = merged(local, cloud).fields[name]
    return found.value, found.doubtful


def test_what_both_say_is_certain():
    reading = merged(licence(plate=unsure("川A7809C")), licence(plate=unsure("川A7809C")))

    assert not reading.fields["plate"].doubtful
    assert reading.fields["plate"].confidence == 0.84


def test_width_blanks_and_traditional_forms_are_no_dispute():
    local = licence(owner=unsure("汉华（上海）有限公司"))
    cloud = licence(owner=sure("漢華(上海) 有限公司"))

    assert joined(local, cloud, "owner") == ("汉华（上海）有限公司", False)


def test_a_disputed_name_is_asked_of_the_owner_however_sure_one_is():
    assert joined(card(name=unsure("张王")), card(name=sure("张三")), "name") == ("张三", True)
    assert joined(card(name=sure("张三")), card(name=sure("张王")), "name")[1]


def test_a_number_whose_check_digit_fits_wins_over_one_whose_does_not():
    wrong = sure("11010519491231003X")

    assert joined(card(number=wrong), card(number=sure(NUMBER)), "number") == (NUMBER, False)
    assert joined(card(number=unsure(NUMBER)), card(number=wrong), "number") == (NUMBER, True)


def test_two_numbers_that_both_pass_prove_nothing():
    local, cloud = card(number=sure(NUMBER)), card(number=Field(OTHER_NUMBER, 0.95))

    assert joined(local, cloud, "number") == (NUMBER, True)


def test_a_vin_whose_check_digit_fits_wins_over_one_whose_does_not():
    local, cloud = licence(vin=sure(FOREIGN_VIN)), licence(vin=sure(VIN))

    assert joined(local, cloud, "vin") == (VIN, False)


def test_a_check_digit_that_fits_proves_nothing_abroad():
    local, cloud = licence(vin=sure(FOREIGN_VIN)), licence(vin=sure(FOREIGN_VIN_THAT_FITS))

    assert joined(local, cloud, "vin")[1]


def test_two_vins_that_both_pass_prove_nothing():
    assert joined(licence(vin=sure(VIN)), licence(vin=sure(OTHER_VIN)), "vin")[1]


def test_a_deciding_value_that_one_alone_has_read_is_asked_of_the_owner():
    assert joined(licence(), licence(plate=sure("川A7809C")), "plate") == ("川A7809C", True)
    assert joined(licence(owner=sure("张三")), licence(), "owner") == ("张三", True)


def test_a_number_that_one_alone_has_read_proves_itself():
    assert joined(card(), card(number=sure(NUMBER)), "number") == (NUMBER, False)


def test_a_number_that_proves_itself_keeps_the_doubt_of_its_reader():
    assert joined(card(), card(number=unsure(NUMBER)), "number") == (NUMBER, True)


def test_birth_date_and_sex_follow_a_certain_number():
    local = card(number=sure(NUMBER), birth_date=sure("1948-12-31"), sex=sure("男"))
    cloud = card(number=sure(NUMBER), birth_date=sure("1949-12-31"), sex=sure("女"))

    assert joined(local, cloud, "birth_date") == ("1949-12-31", False)
    assert joined(local, cloud, "sex") == ("女", False)


def test_a_doubtful_number_tells_nothing():
    local = card(number=unsure(NUMBER), sex=Field("男", 0.98))
    cloud = card(number=unsure(OTHER_NUMBER), sex=Field("女", 0.91))

    assert joined(local, cloud, "sex") == ("男", True)


def test_what_decides_nothing_is_taken_from_whoever_has_it():
    assert joined(licence(), licence(model=sure("样本牌")), "model") == ("样本牌", False)
    assert joined(licence(), licence(), "model") == ("", True)


def test_a_problem_is_gone_once_its_field_has_a_value():
    plate = Problem("field_unreadable", field="plate")
    vin = Problem("vin_fails_check", field="vin")

    reading = merged(licence(plate, vin), licence(vin, plate=sure("川A7809C")))

    assert reading.problems == (vin,)


def test_a_photo_that_the_cloud_refuses_stays_what_it_is_here():
    local = card(name=unsure("张三"))

    assert merged(local, card(Problem("not_an_identity_card"))) is local


def test_an_ethnic_group_that_neither_saw_is_not_asked_for():
    here, there = (Reading(IDENTITY_CARD, {"name": Field("张三", 0.99)}) for _ in range(2))

    assert "ethnicity" not in merged(here, there).fields
