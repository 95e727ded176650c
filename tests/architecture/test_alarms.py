"""Rules and boards name measures that there are, and each alarm says what to do."""

import json
import re
from pathlib import Path

import pytest
import yaml
from django.test import Client

ROOT = Path(__file__).parents[2]
OURS = re.compile(r"voltbay_\w+")
SERIES = re.compile(r"_(bucket|count|sum)$")
RULES = yaml.safe_load((ROOT / "deploy/prometheus/alerts.yml").read_text())["groups"][0]["rules"]
BOARD = json.loads((ROOT / "deploy/grafana/voltbay.json").read_text())
ASKED = [rule["expr"] for rule in RULES]
ASKED += [target["expr"] for panel in BOARD["panels"] for target in panel["targets"]]


@pytest.fixture
def there(db) -> set[str]:
    """Return the names of all measures, as Prometheus knows them."""
    Client().get("/healthz")
    said = Client().get("/metrics").text
    return set(re.findall(r"^# TYPE (\w+)", said, re.MULTILINE))


def test_every_measure_that_is_asked_for_is_there(there):
    asked = {SERIES.sub("", name) for one in ASKED for name in OURS.findall(one)}

    assert len(asked) > 20
    assert asked <= there


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule["alert"])
def test_each_alarm_says_what_to_do(rule):
    page, anchor = rule["annotations"]["runbook"].split("#")
    headings = re.findall(r"^#+ (.+)$", (ROOT / page).read_text(), re.MULTILINE)

    assert anchor in {heading.lower().replace(" ", "-") for heading in headings}
    assert rule["labels"]["severity"] in ("page", "ticket")
