import re

import pytest
from django.test import Client

NONCE = re.compile("'nonce-([^']+)'")
HOST = re.compile(r"https://[\w.*-]+")


@pytest.mark.parametrize(("vendor", "host"), [("amap", "amap.com"), ("tencent", "map.qq.com")])
def test_the_vendors_script_runs_in_a_page_that_reaches_nothing_of_ours(settings, vendor, host):
    settings.VOLTBAY_MAP, settings.VOLTBAY_MAP_KEY = vendor, "0123456789abcdef"

    page = Client().get("/map/")

    policy = page.headers["Content-Security-Policy"]
    assert "sandbox allow-scripts;" in policy, "without allow-same-origin it is of no site"
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'self'" in policy
    assert page.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert host in policy
    [nonce] = NONCE.findall(policy)
    assert f'<script nonce="{nonce}">' in page.text
    assert f"{host}/" in page.text
    assert "key=0123456789abcdef" in page.text


def test_the_owners_own_pages_name_no_other_host_with_a_key_either(db, settings):
    settings.VOLTBAY_MAP, settings.VOLTBAY_MAP_KEY = "amap", "0123456789abcdef"

    for path in ("/", "/api/v1/map", "/healthz"):
        answer = Client().get(path)
        assert HOST.findall(answer.headers["Content-Security-Policy"]) == []
        answer.close()
