"""The site as a whole: ready, measured, and up again after its programs are killed."""

import json
import os
import platform
import re
import signal
import time
from pathlib import Path

import httpx

from tests.live import Site


def test_a_running_site_says_that_it_is_ready(site: Site):
    answer = httpx.get(f"{site.url}/readyz")

    parts = ("database", "writable", "commits", "queue", "engine", "photos", "released")
    assert answer.json() == {"status": "ok"} | dict.fromkeys(parts, "ok")


def test_each_line_of_the_log_names_its_machine_and_one_of_the_web_processes(site: Site):
    for _ in range(20):  # each process warns once of a proxy that the settings do not know
        httpx.get(f"{site.url}/healthz", headers={"X-Forwarded-For": "203.0.113.7"})

    lines = [
        json.loads(each)
        for each in site.web.log.read_text().splitlines()
        if each.startswith("{")  # Python's own warnings, in the mode for developers, do not
    ]
    warned = {each["process"] for each in lines if "VOLTBAY_PROXIES" in each["said"]}
    assert {each["host"] for each in lines} == {platform.node()}
    assert site.web.process
    assert warned
    assert site.web.process.pid not in warned  # the one that starts them answers nobody


def test_a_balancer_may_ask_by_address(site: Site):
    for path, status in (("healthz", 200), ("readyz", 200), ("metrics", 400)):
        answer = httpx.get(f"{site.url}/{path}", headers={"Host": "10.0.0.7:8000"})
        assert answer.status_code == status, path


def test_measures_are_added_up_over_web_processes(site: Site):
    for _ in range(20):
        httpx.get(f"{site.url}/healthz")

    measured = httpx.get(f"{site.url}/metrics").text

    lines = [
        line for line in measured.splitlines() if 'route="healthz"' in line and "_total" in line
    ]
    assert float(lines[0].rpartition(" ")[2]) >= 20


def test_each_web_process_tells_its_memory_and_its_clock(site: Site):
    """Also those that were asked nothing yet."""
    ends_at = time.monotonic() + 30
    while True:
        said = httpx.get(f"{site.url}/metrics").text
        skews = re.findall(r'voltbay_web_skew_seconds\{host="[^"]+",process="(\d+)"\} (\S+)', said)
        told = {int(pid) for pid, _ in skews}
        if told == set(_children(site.web.process.pid)) or time.monotonic() > ends_at:
            break
        time.sleep(0.2)

    assert told == set(_children(site.web.process.pid))
    assert all(abs(float(seconds)) < 1 for _, seconds in skews)
    assert len(re.findall(r"voltbay_web_bytes\{", said)) == 2


def test_measures_are_not_for_callers_from_elsewhere(site: Site):
    answer = httpx.get(f"{site.url}/metrics", headers={"X-Forwarded-For": "203.0.113.7"})

    assert answer.status_code == 404


def test_a_form_that_is_too_large_is_refused_in_words(site: Site):
    photo = {"image": ("card.jpg", b"\xff\xd8" + bytes(13 * 1024 * 1024), "image/jpeg")}

    answer = httpx.post(f"{site.url}/api/v1/documents", files=photo, data={"kind": "identity_card"})

    assert (answer.status_code, answer.json()["code"]) == (413, "body_too_large")


def test_a_path_where_nothing_is_gets_a_problem(site: Site):
    answer = httpx.get(f"{site.url}/api/v1/nothing", headers={"Accept-Language": "en"})

    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    assert answer.headers["content-type"] == "application/problem+json"


def test_a_method_that_is_not_offered_is_refused_in_words(site: Site):
    answer = httpx.delete(f"{site.url}/api/v1/outlets")

    assert (answer.status_code, answer.json()["code"]) == (405, "method_not_allowed")
    assert answer.headers["allow"] == "GET"


def test_a_request_for_another_host_is_refused(site: Site):
    answer = httpx.get(f"{site.url}/api/v1/outlets", headers={"Host": "elsewhere.example"})

    assert answer.status_code == 400


def test_pages_may_load_from_here_alone(site: Site):
    headers = httpx.get(f"{site.url}/").headers

    assert "default-src 'self'" in headers["content-security-policy"]
    assert "unsafe-eval" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"


def test_a_killed_web_process_is_replaced_and_no_caller_sees_it(site: Site):
    (first, *_) = _children(site.web.process.pid)

    os.kill(first, signal.SIGKILL)
    answers = [httpx.get(f"{site.url}/healthz").status_code for _ in range(30)]

    assert answers == [200] * 30


def _children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
