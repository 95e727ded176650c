"""`voltbay doctor`: every part is looked at, and what is broken is said with what to do."""

import json
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import connection
from django.utils import timezone

from tests.documents import photos_setting
from tests.people import ALICE_PHONE, owner_with, recognised
from tests.programs import environment
from voltbay.accounts.models import StaffUser, Support
from voltbay.audit.models import AuditEntry
from voltbay.brand.brand import Brand
from voltbay.core.key_list import write_key
from voltbay.heartbeats.models import Heartbeat
from voltbay.notifications.models import Notice, Outage
from voltbay.recognition.models import Document
from voltbay.server.backup.lies_in import lies_in
from voltbay.server.backup.place import About, write_about
from voltbay.server.cli import main
from voltbay.server.doctor import backups, content, database, messages, photos, sealing_keys, work
from voltbay.server.doctor.finding import Finding, Level
from voltbay.staff_news.models import Delivery, News

pytestmark = pytest.mark.django_db
PARTS = {
    *(
        "settings",
        "database",
        "migrations",
        "months",
        "queue",
        "worker",
        "timers",
        "engine",
        "photo_store",
    ),
    *("disk", "clock", "keys", "sms", "sign_in_codes", "wechat", "agreements", "support"),
    *("own_name", "holidays", "copy", "backup", "email", "staff_news", "months"),
}


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path: Path):
    settings.STORAGES = photos_setting(tmp_path / "photos")
    settings.VOLTBAY_PHOTOS = str(tmp_path / "photos")


@pytest.fixture
def doctor(capsys):
    """Return what asks the doctor: the exit code, and each part's level and code."""

    def ask(*arguments: str) -> tuple[int, dict[str, tuple[str, str]]]:
        with pytest.raises(SystemExit) as stopped:
            main(["doctor", "--json", "--language", "en", *arguments])
        said = json.loads(capsys.readouterr().out)
        return stopped.value.code, {p["part"]: (p["level"], p["code"]) for p in said["parts"]}

    return ask


def told(finding: Finding) -> tuple[str, str]:
    """Return level and code of one part, looked at alone."""
    return finding.level.name.lower(), finding.code


def sql(statement: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def a_worker(*, silent_for: int = 0) -> None:
    sql(
        "INSERT INTO procrastinate_workers (last_heartbeat)"
        " VALUES (now() - make_interval(secs => %s))",
        silent_for,
    )


def a_job(*, waiting_for: int, queue: str = "recognition") -> None:
    sql(
        "INSERT INTO procrastinate_jobs (queue_name, task_name) VALUES (%s, 'x')",
        queue,
    )
    sql(
        "UPDATE procrastinate_events SET at = now() - make_interval(secs => %s)"
        " WHERE job_id = (SELECT max(id) FROM procrastinate_jobs)",
        waiting_for,
    )


def test_every_part_is_looked_at_and_the_worst_is_the_exit_code(doctor):
    code, parts = doctor()

    assert parts.keys() == PARTS
    assert parts["worker"] == ("fail", "worker_none")
    assert parts["agreements"] == ("fail", "agreements_missing")
    assert parts["database"][0] == parts["migrations"][0] == parts["clock"][0] == "ok"
    assert code == Level.FAIL


def test_a_living_worker_without_a_queue_is_well():
    a_worker()

    assert told(work.worker(now=timezone.now())) == ("ok", "worker_ok")


@pytest.mark.parametrize(("seconds", "level"), [(30, "ok"), (120, "warn"), (900, "fail")])
def test_a_job_that_waits_too_long_is_told(seconds, level):
    a_worker()
    a_job(waiting_for=seconds)

    assert told(work.worker(now=timezone.now()))[0] == level


def test_a_silent_worker_is_none():
    a_worker(silent_for=60)

    assert told(work.worker(now=timezone.now())) == ("fail", "worker_none")


def test_jobs_that_failed_are_told():
    sql(
        "INSERT INTO procrastinate_jobs (queue_name, task_name, status)"
        " VALUES ('x', 'x.y', 'failed')"
    )

    assert told(work.queue()) == ("warn", "queue_failed")


def test_timers_that_stand_still_are_told():
    sql(
        "INSERT INTO procrastinate_periodic_defers (task_name, defer_timestamp, periodic_id)"
        " VALUES ('x', extract(epoch FROM now())::bigint - 900, '')"
    )

    assert told(work.timers(now=timezone.now())) == ("warn", "timers_still")


def test_tables_that_are_behind_are_told(doctor):
    sql("DELETE FROM django_migrations WHERE app = 'removals' AND name = '0005_fewer_indexes'")

    assert doctor()[1]["migrations"] == ("fail", "migrations_wait")


def test_months_that_nobody_made_are_told_and_rows_outside_of_them():
    now = timezone.now()
    assert told(database.months(now=now)) == ("ok", "months_ok")

    assert told(database.months(now=now + timedelta(days=150))) == ("warn", "months_missing")

    AuditEntry.objects.create(at=now + timedelta(days=3_000), what="x")
    assert told(database.months(now=now)) == ("warn", "months_others")


def test_keys_that_are_right_are_well():
    owner_with(ALICE_PHONE)

    assert sealing_keys.keys().code == "keys_ok"


def test_another_fingerprint_key_is_told(settings):
    owner_with(ALICE_PHONE)
    settings.VOLTBAY_FINGERPRINT_KEY = write_key(b"x" * 32)

    assert sealing_keys.keys().code == "keys_fingerprint"


def test_a_key_that_is_gone_is_told(settings):
    owner_with(ALICE_PHONE)
    settings.VOLTBAY_SEALING_KEYS = f"2026a:{write_key(b'x' * 32)}"

    assert (sealing_keys.keys().level, sealing_keys.keys().code) == (Level.FAIL, "keys_gone")


def test_another_key_of_the_same_name_is_told(settings):
    owner_with(ALICE_PHONE)
    settings.VOLTBAY_SEALING_KEYS = f"test:{write_key(b'x' * 32)}"

    assert sealing_keys.keys().code == "keys_do_not_open"


def test_a_rotation_that_is_not_finished_is_told(settings):
    owner_with(ALICE_PHONE)
    settings.VOLTBAY_SEALING_KEYS = f"2026a:{write_key(b'x' * 32)},{settings.VOLTBAY_SEALING_KEYS}"

    assert (sealing_keys.keys().level, sealing_keys.keys().code) == (Level.WARN, "keys_rotating")


def test_a_key_file_that_others_may_read_is_told(settings, tmp_path: Path):
    path = tmp_path / "sealing.keys"
    path.write_text(settings.VOLTBAY_SEALING_KEYS)
    path.chmod(0o644)
    settings.VOLTBAY_SEALING_KEYS_FILE = str(path)

    assert sealing_keys.keys().code == "keys_open"


def test_photos_that_are_not_where_the_database_says_are_told():
    assert photos.photo_store().code == "store_ok"
    document = recognised(owner_with(ALICE_PHONE), Document.Kind.IDENTITY_CARD)
    Document.objects.filter(pk=document.pk).update(photo="2026/04/07/gone")

    assert (photos.photo_store().level, photos.photo_store().code) == (Level.FAIL, "store_misses")


def test_a_folder_that_cannot_be_written_is_told(settings, tmp_path: Path):
    (tmp_path / "file").touch()
    settings.STORAGES = photos_setting(tmp_path / "file")

    assert photos.photo_store().code == "store_failed"


def test_messages_that_failed_are_told_by_their_codes():
    now = timezone.now()
    Notice.objects.create(
        phone=ALICE_PHONE,
        phone_fingerprint=b"f" * 32,
        template="booking_confirmed",
        state=Notice.State.FAILED,
        error_code="isv.AMOUNT_NOT_ENOUGH",
        created_at=now,
        due_at=now,
        expires_at=now + timedelta(hours=1),
    )

    assert told(messages.sms(now=timezone.now())) == ("warn", "sms_failed")


def test_a_worker_whose_clock_is_wrong_and_a_queue_that_nobody_serves_are_told():
    now = timezone.now()
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_workers DEFAULT VALUES")
    sign = Heartbeat.objects.create(
        id=uuid4(),
        host="w1",
        pid=7,
        build="1.2",
        queues=["default"],
        started_at=now,
        seen_at=now,
        skew_seconds=3600,
        is_off=True,
    )

    assert told(work.worker(now=now)) == ("fail", "worker_clock")
    sign.is_off = False
    sign.save()
    assert told(work.worker(now=now)) == ("fail", "worker_lacks")


def test_a_vendor_who_takes_nothing_is_told():
    now = timezone.now()
    Outage.objects.create(
        name="aliyun_sms", code="isv.OUT_OF_SERVICE", failures=3, since=now, again_at=now
    )

    assert told(messages.sms(now=now)) == ("fail", "sms_outage")


def test_half_of_wechat_is_told(settings):
    settings.VOLTBAY_WECHAT_APPID = "wx0123456789abcdef"

    assert told(messages.wechat()) == ("warn", "wechat_half")


def test_a_mail_server_that_is_away_is_told_and_none_is_well(settings):
    assert told(messages.email()) == ("ok", "email_none")
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.VOLTBAY_EMAIL_FROM = "voltbay@example.test"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9

    assert told(messages.email()) == ("fail", "email_refused")


def test_news_that_did_not_reach_the_staff_is_told():
    now = timezone.now()
    assert told(messages.staff_news(now=now)) == ("ok", "staff_news_ok")
    news = News.objects.create(kind="trial", dedupe_key="trial:1", params={}, made_at=now)
    eve = StaffUser.objects.create(username="eve")
    Delivery.objects.create(
        news=news, channel="email", staff=eve, state="failed", due_at=now, error_code="smtp 550"
    )

    finding = messages.staff_news(now=now)
    assert told(finding) == ("warn", "staff_news_failed")
    assert finding.gaps == {"count": 1, "codes": "smtp 550"}


def test_the_next_years_holidays_are_asked_for_in_december():
    assert content.holidays(now=datetime(2026, 11, 30, tzinfo=UTC)).level == Level.OK
    assert content.holidays(now=datetime(2030, 1, 5, tzinfo=UTC)).code == "holidays_unknown"


def test_a_telephone_that_is_set_is_well():
    assert content.support().code == "support_missing"
    Support.objects.create(number="400-820-0000")

    assert content.support().level == Level.OK


def test_a_site_that_does_not_answer_is_told(doctor):
    assert doctor("--url", "http://127.0.0.1:9")[1]["site"] == ("fail", "site_silent")


@pytest.mark.parametrize(
    ("hours", "level"), [(1, Level.OK), (27, Level.WARN), (80, Level.FAIL), (None, Level.FAIL)]
)
def test_a_backup_that_is_too_old_is_told(settings, tmp_path: Path, hours, level):
    settings.VOLTBAY_BACKUPS = str(tmp_path)
    now = datetime(2026, 4, 7, tzinfo=UTC)
    if hours is not None:
        made_at = (now - timedelta(hours=hours)).isoformat()
        (tmp_path / "one").mkdir()
        write_about(lies_in(tmp_path / "one"), About(made_at, "0", 180000, 0, 0, 0, [], [], {}))

    assert backups.backup(now=now).level == level


def test_people_are_told_in_their_language(capsys):
    with pytest.raises(SystemExit):
        main(["doctor", "--language", "zh-Hans"])

    lines = capsys.readouterr().out.splitlines()
    assert (
        "fail  后台进程: 没有后台进程在运行：短信、识别和定时任务都停了。请启动 voltbay worker。"
        in lines
    )


def test_no_secret_and_nobodys_data_is_told(settings, capsys):
    owner_with(ALICE_PHONE)
    with pytest.raises(SystemExit):
        main(["doctor", "--json", "--url", "http://127.0.0.1:9"])

    said = capsys.readouterr().out
    assert ALICE_PHONE not in said
    for secret in (settings.SECRET_KEY, settings.VOLTBAY_FINGERPRINT_KEY):
        assert secret not in said


def test_settings_that_stop_the_start_are_a_finding_too(tmp_path: Path):
    environ = environment(tmp_path) | {"VOLTBAY_SEALING_KEYS": "2026a:short", "LC_ALL": "en_GB"}

    asked = [sys.executable, "-m", "voltbay", "doctor"]
    done = subprocess.run(asked, env=environ, capture_output=True, text=True)

    assert done.returncode == Level.FAIL
    assert done.stdout.startswith("fail  settings: nothing can start: VOLTBAY_SEALING_KEYS must")


def test_our_name_and_a_missing_icp_number_are_told_to_whoever_runs_a_real_site(settings):
    in_test = told(content.own_name())
    settings.VOLTBAY_TEST = False

    as_ours = told(content.own_name())
    settings.VOLTBAY_BRAND = Brand(name_zh="绿电回收")
    without_icp = told(content.own_name())
    settings.VOLTBAY_BRAND = Brand(name_zh="绿电回收", icp="沪ICP备2026012345号")

    assert in_test == ("ok", "own_name_demo")
    assert as_ours == ("warn", "own_name_ours")
    assert without_icp == ("warn", "own_name_no_icp")
    assert told(content.own_name()) == ("ok", "own_name_ok")
