import hashlib
import json
from datetime import timedelta

import pytest

from tests.api.signing_in import LONG_AGO, OPERATOR
from tests.places import NOW
from voltbay.accounts.agreements.errors import AgreementPublished
from voltbay.accounts.agreements.given_to import SMS
from voltbay.accounts.agreements.publish import publish_agreement
from voltbay.accounts.agreements.seed import VERSION, seed_agreements
from voltbay.accounts.models import Agreement
from voltbay.notifications.channels import CHANNELS

pytestmark = pytest.mark.django_db


def draft(html="<p>文本</p>"):
    return Agreement(
        kind="terms",
        version="1",
        title_zh="协议",
        title_en="Terms",
        html_zh=html,
        html_en="<p>Text</p>",
        effective_at=NOW,
    )


def test_anybody_can_compute_the_hash_of_the_text():
    published = publish_agreement(draft(), now=NOW)

    shown = {
        "html_en": "<p>Text</p>",
        "html_zh": "<p>文本</p>",
        "kind": "terms",
        "title_en": "Terms",
        "title_zh": "协议",
        "version": "1",
    }
    text = json.dumps(shown, ensure_ascii=False, separators=(",", ":"))
    assert published.sha256 == hashlib.sha256(text.encode()).hexdigest()


def test_scripts_do_not_get_into_a_text():
    published = publish_agreement(draft("<p onclick='x()'>a</p><script>x()</script>"), now=NOW)

    assert published.html_zh == "<p>a</p>"


def test_a_published_version_is_not_published_again():
    published = publish_agreement(draft(), now=NOW)

    with pytest.raises(AgreementPublished):
        publish_agreement(published, now=NOW)


def test_the_texts_that_come_along_name_the_operator_and_leave_no_gap():
    for agreement in seed_agreements(OPERATOR, effective_at=LONG_AGO, now=LONG_AGO):
        for html in (agreement.html_zh, agreement.html_en):
            assert OPERATOR.operator in html
            assert OPERATOR.contact in html
            assert "{" not in html


def test_seeding_again_publishes_nothing():
    seed_agreements(OPERATOR, effective_at=LONG_AGO, now=LONG_AGO)

    assert seed_agreements(OPERATOR, effective_at=LONG_AGO, now=NOW) == []
    assert Agreement.objects.filter(version=VERSION).count() == 3


def test_the_text_about_documents_names_the_hours_that_the_settings_say(settings):
    settings.VOLTBAY_DOCUMENT_HOURS = 7
    seed_agreements(OPERATOR, effective_at=LONG_AGO, now=LONG_AGO)

    assert "7 小时" in Agreement.objects.get(kind="documents").html_zh


def test_the_consent_to_a_provider_is_published_where_it_is_used_and_names_it(settings):
    seed_agreements(OPERATOR, effective_at=LONG_AGO, now=LONG_AGO)
    settings.VOLTBAY_RECOGNITION_ENGINE = "combined"
    settings.VOLTBAY_CLOUD_READINGS_A_MONTH = 100

    [added] = seed_agreements(OPERATOR, effective_at=LONG_AGO, now=NOW)

    assert added.kind == "aliyun"
    assert "阿里云计算有限公司" in added.html_zh
    assert "Alibaba Cloud Computing" in added.html_en
    for html in (added.html_zh, added.html_en):
        assert OPERATOR.operator in html
        assert "{" not in html


def test_the_notice_names_who_sends_messages_as_the_settings_are(settings):
    demo = _notice()
    settings.VOLTBAY_SMS_CHANNEL = "aliyun_sms"
    settings.VOLTBAY_WECHAT_APPID, settings.VOLTBAY_WECHAT_SECRET = "wx0", "only-for-this-test"
    settings.VOLTBAY_MAP = "amap"
    real = _notice(version="2")

    assert set(SMS) == set(CHANNELS), "a new channel says whose it is"
    assert "腾讯" not in demo.html_zh
    assert "Tencent" not in demo.html_en
    assert "短信服务商（阿里云" not in demo.html_zh
    assert "短信服务商（阿里云" in real.html_zh
    assert "SMS provider we entrust (Alibaba Cloud" in real.html_en
    assert "深圳市腾讯计算机系统有限公司" in real.html_zh
    assert "Tencent" in real.html_en
    assert "高德" not in demo.html_zh
    assert "高德软件有限公司" in real.html_zh
    assert "AutoNavi Software" in real.html_en


def _notice(version=VERSION):
    at = LONG_AGO + timedelta(days=len(version))
    seed_agreements(OPERATOR, effective_at=at, now=LONG_AGO, version=version)
    return Agreement.objects.get(kind="privacy", version=version)
