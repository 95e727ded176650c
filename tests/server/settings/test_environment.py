"""What the environment says, and what is said when it does not."""

import os
import subprocess
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured

from voltbay.server.settings import environment

KEY = "MTIzNDU2Nzg5MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTI="
COMPLETE = {
    "VOLTBAY_SECRET_KEY": "a-secret-of-fifty-random-characters-or-thereabouts",
    "VOLTBAY_SEALING_KEYS": f"2026a:{KEY}",
    "VOLTBAY_FINGERPRINT_KEY": KEY,
    "VOLTBAY_RECEIPT_KEY": f"2026a:{KEY}",
    "VOLTBAY_ALIYUN_KEY_ID": "id",
    "VOLTBAY_ALIYUN_KEY_SECRET": "secret",
    "DATABASE_URL": "postgresql://nobody@127.0.0.1:1/voltbay",
}


def start(**variables: str) -> str:
    """Start any command with these variables alone, and return its complaint."""
    own = {"PATH": os.defpath, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    command = [sys.executable, "-m", "voltbay", "web"]
    done = subprocess.run(command, env=own | variables, capture_output=True, text=True, timeout=60)
    assert done.returncode == 1
    return done.stderr


@pytest.mark.parametrize("name", sorted(COMPLETE))
def test_a_missing_secret_stops_the_start_with_its_name(name: str):
    rest = {other: value for other, value in COMPLETE.items() if other != name}

    said = start(**rest)

    assert said == f"voltbay: set {name} in the environment: Voltbay does not start without it\n"


def test_the_screen_shows_nobodys_messages_in_production():
    assert "only in a demo" in start(**COMPLETE, VOLTBAY_SMS_CHANNEL="screen")


@pytest.mark.parametrize("engine", ["combined", "aliyun"])
def test_whoever_chooses_a_cloud_says_how_much_of_it(engine: str):
    said = start(**COMPLETE, VOLTBAY_RECOGNITION_ENGINE=engine)

    assert said.startswith("voltbay: set VOLTBAY_CLOUD_READINGS_A_MONTH in the environment")


def test_a_runtime_that_there_is_not_is_refused():
    said = start(**COMPLETE, VOLTBAY_RECOGNITION_RUNTIME="tensorrt")

    assert said == (
        "voltbay: VOLTBAY_RECOGNITION_RUNTIME is 'tensorrt': give auto, onnxruntime or openvino\n"
    )


@pytest.mark.parametrize("value", ["c2hvcnQ=", "not base64"])
def test_a_key_of_another_length_is_refused(monkeypatch: pytest.MonkeyPatch, value: str):
    monkeypatch.setenv("VOLTBAY_FINGERPRINT_KEY", value)

    with pytest.raises(ImproperlyConfigured, match="VOLTBAY_FINGERPRINT_KEY must hold 32 bytes"):
        environment.key("VOLTBAY_FINGERPRINT_KEY")


@pytest.mark.parametrize(
    ("value", "wrong"),
    [
        (KEY, "must be id:base64"),
        (f"a:{KEY},{KEY}", "must be id:base64"),
        (f"a:{KEY},b:c2hvcnQ=", "must hold 32 bytes"),
    ],
)
def test_a_list_of_keys_is_checked_whole(monkeypatch: pytest.MonkeyPatch, value: str, wrong: str):
    monkeypatch.setenv("VOLTBAY_SEALING_KEYS", value)

    with pytest.raises(ImproperlyConfigured, match=f"VOLTBAY_SEALING_KEYS {wrong}"):
        environment.sealing_keys("VOLTBAY_SEALING_KEYS")


def test_keys_may_stand_in_a_file(monkeypatch: pytest.MonkeyPatch, tmp_path):
    path = tmp_path / "sealing.keys"
    path.write_text(f"2026a:{KEY}\n2025a:{KEY}\n")
    monkeypatch.setenv("VOLTBAY_SEALING_KEYS_FILE", str(path))

    assert environment.sealing_keys("VOLTBAY_SEALING_KEYS") == (path.read_text(), str(path))


def test_a_file_of_keys_that_is_missing_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path):
    monkeypatch.setenv("VOLTBAY_RECEIPT_KEY_FILE", str(tmp_path / "none"))

    with pytest.raises(ImproperlyConfigured, match=r"VOLTBAY_RECEIPT_KEY_FILE names .*/none"):
        environment.receipt_keys("VOLTBAY_RECEIPT_KEY")


def test_keys_are_named_in_one_place(monkeypatch: pytest.MonkeyPatch, tmp_path):
    monkeypatch.setenv("VOLTBAY_SEALING_KEYS", f"2026a:{KEY}")
    monkeypatch.setenv("VOLTBAY_SEALING_KEYS_FILE", str(tmp_path / "sealing.keys"))

    with pytest.raises(ImproperlyConfigured, match="one of VOLTBAY_SEALING_KEYS and"):
        environment.sealing_keys("VOLTBAY_SEALING_KEYS")


@pytest.mark.parametrize(
    ("read", "value", "word"),
    [
        (lambda name: environment.number(name, 1), "many", "whole number"),
        (lambda name: environment.flag(name, default=True), "yes", "0 or 1"),
        (environment.table, "[1]", "JSON object"),
        (environment.table, "{", "JSON object"),
    ],
)
def test_a_malformed_setting_is_named(monkeypatch: pytest.MonkeyPatch, read, value, word):
    monkeypatch.setenv("VOLTBAY_X", value)

    with pytest.raises(ImproperlyConfigured, match=f"VOLTBAY_X must be .*{word}"):
        read("VOLTBAY_X")


@pytest.mark.parametrize(
    ("vendor", "key", "word"),
    [("baidu", "0123456789", "amap or tencent"), ("tencent", "a&b", "VOLTBAY_MAP_KEY")],
)
def test_a_map_has_a_vendor_and_its_key(monkeypatch: pytest.MonkeyPatch, vendor, key, word):
    monkeypatch.setenv("VOLTBAY_MAP", vendor)
    monkeypatch.setenv("VOLTBAY_MAP_KEY", key)

    with pytest.raises(ImproperlyConfigured, match=word):
        environment.map_vendor()


def test_a_map_of_amap_has_a_code_beside_its_key(monkeypatch: pytest.MonkeyPatch):
    assert environment.map_vendor() == ("", "", "")
    monkeypatch.setenv("VOLTBAY_MAP", "amap")
    monkeypatch.setenv("VOLTBAY_MAP_KEY", "0123456789abcdef")

    with pytest.raises(ImproperlyConfigured, match="needs VOLTBAY_MAP_CODE"):
        environment.map_vendor()

    monkeypatch.setenv("VOLTBAY_MAP_CODE", "fedcba9876543210")
    assert environment.map_vendor() == ("amap", "0123456789abcdef", "fedcba9876543210")


def test_a_mail_server_is_one_address(monkeypatch: pytest.MonkeyPatch):
    assert environment.mail_server("VOLTBAY_EMAIL_URL").sender == ""
    url = "smtps://voltbay:p%40ss@smtp.example.test/?from=news%40example.test"
    monkeypatch.setenv("VOLTBAY_EMAIL_URL", url)

    found = environment.mail_server("VOLTBAY_EMAIL_URL")

    assert (found.host, found.port, found.is_tls) == ("smtp.example.test", 465, True)
    assert (found.user, found.password) == ("voltbay", "p@ss")
    assert found.sender == "news@example.test"


@pytest.mark.parametrize(
    "value",
    [
        "smtp.example.test",
        "http://u:secret@smtp.example.test/?from=a@b.test",
        "smtp://u:secret@smtp.example.test/",
        "smtp://u:secret@smtp.example.test:many/?from=a@b.test",
        "smtps://u:secret@/?from=a@b.test",
    ],
)
def test_half_a_mail_server_stops_the_start_without_its_password(
    monkeypatch: pytest.MonkeyPatch, value: str
):
    monkeypatch.setenv("VOLTBAY_EMAIL_URL", value)

    with pytest.raises(ImproperlyConfigured, match="VOLTBAY_EMAIL_URL must be") as wrong:
        environment.mail_server("VOLTBAY_EMAIL_URL")
    assert "secret" not in str(wrong.value)
