import base64
import json
import os
import subprocess
import sys

import pytest
from django.test import Client
from django.utils import timezone

from tests.api.signing_in import PHONE, deliver_all
from voltbay.notifications.tell import tell
from voltbay.notifications.templates import TEMPLATES

OTHER_PHONE = "13900139000"


@pytest.fixture
def messages(db):
    now = timezone.now()
    for phone, code in ((PHONE, "111111"), (OTHER_PHONE, "222222"), (PHONE, "333333")):
        tell(phone=phone, template="sign_in_code", params={"code": code, "minutes": "5"}, now=now)
    booked = {"code": "<b>K7</b>", "time": "04-08 09:00", "outlet": "浦东", "link": "/"}
    tell(phone=PHONE, template="booking_confirmed", params=booked, now=now, appointment=now)
    deliver_all()


def test_the_newest_message_comes_first(messages):
    items = Client().get("/demo/inbox.json").json()["items"]

    assert [item.get("code") for item in items] == [None, "333333", "222222", "111111"]
    assert items[1].keys() == {"at", "phone", "text", "code"}


@pytest.mark.parametrize("asked", [PHONE, f"+86 {PHONE}"])
def test_one_phone_s_messages_are_found(messages, asked):
    items = Client().get("/demo/inbox.json", {"phone": asked}).json()["items"]

    assert {item["phone"] for item in items} == {PHONE}
    assert len(items) == 3


def test_the_page_shows_messages_and_lets_none_of_them_be_markup(messages):
    page = Client().get("/demo/inbox").content.decode()

    assert "333333" in page
    assert "&lt;b&gt;K7&lt;/b&gt;" in page
    assert "<b>K7</b>" not in page


def test_an_empty_inbox_says_so(db):
    assert "还没有短信" in Client().get("/demo/inbox").content.decode()


PROBE = """
import sys, django
django.setup()
from django.urls import Resolver404, resolve
resolve("/api/v1/captcha")
for address in ("/demo/inbox", "/demo/inbox.json"):
    try:
        resolve(address)
    except Resolver404:
        continue
    sys.exit(f"{address} is there")
sys.exit("imported" if "voltbay.api.demo" in sys.modules else 0)
"""


def test_in_production_there_is_no_inbox():
    a_key = base64.b64encode(b"k" * 32).decode()
    ours = {name: value for name, value in os.environ.items() if not name.startswith("VOLTBAY_")}
    production = {
        "DJANGO_SETTINGS_MODULE": "voltbay.server.settings",
        "DATABASE_URL": "postgresql://nobody@127.0.0.1:9/none",
        "VOLTBAY_SECRET_KEY": "s" * 60,
        "VOLTBAY_SEALING_KEYS": f"2026a:{a_key}",
        "VOLTBAY_FINGERPRINT_KEY": a_key,
        "VOLTBAY_RECEIPT_KEY": f"2026a:{a_key}",
        "VOLTBAY_ALIYUN_KEY_ID": "id",
        "VOLTBAY_ALIYUN_KEY_SECRET": "secret",
        "VOLTBAY_SMS_TEMPLATES": json.dumps(dict.fromkeys(TEMPLATES, "SMS_1")),
        "PYTHONPATH": os.pathsep.join(sys.path),
    }

    probe = subprocess.run(
        [sys.executable, "-c", PROBE],
        env={**ours, **production},
        check=False,
        capture_output=True,
        text=True,
        timeout=60,
    )

    assert probe.returncode == 0, probe.stderr
