import pytest

from tests.recognition.engines.cloud import CAR, PERSON, running_cloud
from voltbay.recognition.engines.aliyun import Account, AliyunEngine
from voltbay.recognition.engines.engine import EngineMisconfigured, EngineUnavailable
from voltbay.recognition.reading.kinds.identity_card import IDENTITY_CARD
from voltbay.recognition.reading.kinds.vehicle_licence import VEHICLE_LICENCE

PHOTO = b"\xff\xd8 a photo"


@pytest.fixture
def cloud():
    with running_cloud() as server:
        yield server


@pytest.fixture
def engine(cloud):
    return AliyunEngine(Account("key-id", "key-secret", cloud.endpoint, "http"))


def test_an_identity_card_is_read_and_its_date_written_as_ours(engine, cloud):
    cloud.sees(PERSON)

    reading = engine.read(PHOTO, IDENTITY_CARD)

    assert reading.is_recognised
    assert reading.engine == "aliyun"
    assert reading.fields["number"].value == "11010519491231002X"
    assert reading.fields["birth_date"].value == "1949-12-31"
    assert not reading.is_doubtful


def test_a_licence_is_read(engine, cloud):
    cloud.sees(CAR)

    reading = engine.read(PHOTO, VEHICLE_LICENCE)

    values = {name: one.value for name, one in reading.fields.items()}
    assert values["plate"] == "川A7809C"
    assert values["vin"] == "LBEHDAEB58Y038860"
    assert values["register_date"] == "2008-07-08"
    assert values["use_character"] == "非营运"


@pytest.mark.parametrize(
    ("kind", "action"),
    [
        (IDENTITY_CARD, "RecognizeIdcard"),
        (VEHICLE_LICENCE, "RecognizeVehicleLicense"),
    ],
    ids=str,
)
def test_the_raw_photo_is_sent_signed_to_the_right_action(engine, cloud, kind, action):
    cloud.sees(PERSON)

    engine.read(PHOTO, kind)

    [(asked, photo, signature)] = cloud.asked
    assert (asked, photo) == (action, PHOTO)
    assert signature.startswith("ACS3-HMAC-SHA256 Credential=key-id,")


def test_our_checksums_judge_the_cloud_too(engine, cloud):
    cloud.sees(PERSON | {"idNumber": "371002200610020000"})  # the vendor's own sample

    reading = engine.read(PHOTO, IDENTITY_CARD)

    assert [one.code for one in reading.problems] == ["number_fails_check"]


def test_a_value_that_the_cloud_is_unsure_of_is_doubtful(engine, cloud):
    cloud.sees(PERSON, probability=71)

    reading = engine.read(PHOTO, IDENTITY_CARD)

    assert reading.fields["name"].doubtful


@pytest.mark.parametrize(
    ("kind", "code"),
    [(IDENTITY_CARD, "emblem_side"), (VEHICLE_LICENCE, "licence_second_page")],
    ids=str,
)
def test_the_other_side_alone_is_refused(engine, cloud, kind, code):
    cloud.sees({"issueAuthority": "样本"}, side="back")

    assert [one.code for one in engine.read(PHOTO, kind).problems] == [code]


def test_a_photocopy_of_an_identity_card_is_refused(engine, cloud):
    cloud.sees(PERSON, ftype=1)

    reading = engine.read(PHOTO, IDENTITY_CARD)

    assert [one.code for one in reading.problems] == ["black_and_white_copy"]


def test_a_photo_of_a_screen_is_refused(engine, cloud):
    cloud.sees(PERSON, warning={"isCopy": 0, "isReshoot": 1})

    reading = engine.read(PHOTO, IDENTITY_CARD)

    assert [one.code for one in reading.problems] == ["photo_of_screen"]


@pytest.mark.parametrize(
    ("vendor_code", "status", "code"),
    [
        ("unmatchedImageType", 400, "not_an_identity_card"),
        ("unmatchedImageType", 200, "not_an_identity_card"),
        ("unsupportedImageFormat", 415, "reading_failed"),
        ("illegalImageSize", 416, "too_small"),
        ("ExceededFaceBackCount", 400, "several_cards"),
    ],
)
def test_what_a_new_photo_mends_is_told_to_the_owner(engine, cloud, vendor_code, status, code):
    cloud.refuses(vendor_code, status)

    reading = engine.read(PHOTO, IDENTITY_CARD)

    assert [one.code for one in reading.problems] == [code]


@pytest.mark.parametrize(
    ("vendor_code", "status"),
    [
        ("algorithmError", 503),
        ("AlgorithmTimeout", 503),
        ("ServiceTimeout", 504),
        ("Throttling.User", 400),
        ("imageTimeOut", 400),
        ("NeverHeardOf", 500),
    ],
)
def test_what_waiting_mends_is_tried_again_later(engine, cloud, vendor_code, status):
    cloud.refuses(vendor_code, status)

    with pytest.raises(EngineUnavailable):
        engine.read(PHOTO, IDENTITY_CARD)

    assert len(cloud.asked) == 1


@pytest.mark.parametrize(
    ("vendor_code", "status"),
    [
        ("noPermission", 401),
        ("ocrServiceNotOpen", 401),
        ("SignatureDoesNotMatch", 400),
        ("imageUrlOrBodyEmpty", 400),
        ("NeverHeardOf", 400),
    ],
)
def test_what_an_operator_mends_is_not_tried_again(engine, cloud, vendor_code, status):
    cloud.refuses(vendor_code, status)

    with pytest.raises(EngineMisconfigured) as refused:
        engine.read(PHOTO, IDENTITY_CARD)

    assert refused.value.data["vendor_code"] == vendor_code


def test_a_cloud_that_is_not_there_is_unavailable():
    engine = AliyunEngine(Account("key-id", "key-secret", "127.0.0.1:1", "http"))

    with pytest.raises(EngineUnavailable):
        engine.read(PHOTO, IDENTITY_CARD)


@pytest.mark.parametrize("body", ["", "no JSON", "[]", '{"data": {"face": {"data": [1]}}}'])
def test_an_answer_of_another_form_is_none(engine, cloud, body):
    cloud.answer = (200, {"RequestId": "R-1", "Data": body})

    with pytest.raises(EngineUnavailable):
        engine.read(PHOTO, IDENTITY_CARD)
