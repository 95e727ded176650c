"""The papers for the operator say what the code does, and name only what is there."""

import re
from importlib.resources import files
from pathlib import Path

import pytest
from django.urls import Resolver404, resolve

from scripts.law import (
    LACKS,
    PAGES,
    connects,
    grounds,
    hosts_named,
    sorts_of,
    speaking,
    with_tables,
)
from scripts.law_facts import CONSENTS, HOSTS, LEVELS, SPEAKS
from tests.architecture.test_threats import HELD, TESTS, names_in
from tests.people import ALICE_PHONE, owner_with
from tests.places import NOW
from voltbay.accounts.models import Agreement, Choice, Session
from voltbay.accounts.owners.sessions import open_session
from voltbay.console.logs.logs import MOST
from voltbay.core.retention import register
from voltbay.notifications.templates import TEMPLATES
from voltbay.server import cli

PAPERS = sorted(PAGES.glob("*.md"))
OPERATIONS = PAGES.parent / "operations.md"
COMMAND = re.compile(r"`voltbay ([a-z][a-z-]*)(?: ([a-z][a-z-]*))?[^`]*`")
CONSOLE = re.compile(r"`(/console/[^`]*)`")
SETTING = re.compile(r"`(VOLTBAY_[A-Z_]+)`")
SNIPPET = re.compile(r'voltbay manage shell -c "(.+)"')
TABLE = re.compile(r"<!-- table: (\w+) -->")
# What would find a person: no gap of a message is for it.
FINDS_SOMEBODY = {"name", "plate", "vin", "identity_number", "address", "account"}


def everything() -> str:
    return "\n".join(page.read_text(encoding="utf-8") for page in PAPERS)


def verbs_of(parser) -> dict:
    """Return the commands below a parser by name."""
    below = [each.choices for each in parser._actions if hasattr(each.choices, "items")]
    return below[0] if below else {}


@pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: paper.stem)
def test_a_paper_says_what_the_code_says(paper: Path):
    text = paper.read_text(encoding="utf-8")

    assert with_tables(text) == text, "run python -m scripts.law"


def test_a_table_that_is_out_of_date_is_noticed():
    text = (PAGES / "processing.md").read_text(encoding="utf-8")
    stale = text.replace("`bookings.record`", "`bookings.for_ever`")

    assert stale != text
    assert with_tables(stale) == text


def test_the_papers_have_every_table():
    assert len(set(TABLE.findall(everything()))) == 10
    assert LACKS not in everything()


def test_each_rule_about_owners_is_assessed_and_has_its_ground():
    of_owners = {rule.kind for rule in register().values() if rule.of_owners}

    assert set(LEVELS) == of_owners, "give it a line in scripts/law_facts.py"
    assert of_owners <= set(grounds())


def test_whoever_is_spoken_to_is_named():
    assert set(SPEAKS) == set(speaking()), "give the module a line in scripts/law_facts.py"
    assert set(HOSTS) == set(hosts_named()), "give the host a line in scripts/law_facts.py"
    assert set(CONSENTS) == {each.value for each in (*Agreement.Kind, *Choice.Of)}


@pytest.mark.parametrize(
    ("source", "is_so"),
    [
        ("import httpx", True),
        ("from http import client", True),
        ("from alibabacloud_face.client import Client", True),
        ("def ask():\n    import urllib.request", True),
        ("from http import HTTPStatus", False),
    ],
)
def test_a_module_that_can_speak_to_others_is_found(source: str, is_so: bool):
    assert connects(source) is is_so


def test_no_message_tells_its_carrier_who_somebody_is():
    gaps = {gap for template in TEMPLATES.values() for gap in template.params}

    assert "outlet" in gaps
    assert gaps & FINDS_SOMEBODY == set()


def test_what_lies_in_the_clear_is_what_the_record_says():
    clear = {
        f"{rule.table.__name__}.{name}"
        for rule in register().values()
        for name in sorts_of(rule.table)["clear"]
    }

    assert clear == {
        "CallOut.distance_m",
        "FleetAccount.reason",
        "ReportRow.salt",
        "SignUp.reason",
    }


def test_commands_pages_settings_and_tests_that_are_named_are_there():
    text, commands = everything(), verbs_of(cli._parser())
    named = COMMAND.findall(text)

    assert [each for each in named if each[0] not in commands] == []
    for command, verb in named:
        below = {} if command == "manage" else verbs_of(commands[command])
        assert not verb or not below or verb in below, (command, verb)
    assert [each for each in CONSOLE.findall(text) if not leads_somewhere(each)] == []
    described = OPERATIONS.read_text(encoding="utf-8")
    assert [each for each in SETTING.findall(text) if f"`{each}`" not in described] == []
    held = HELD.findall(text)
    assert len(held) > 10
    assert [each for each in held if each[1] not in names_in(TESTS / each[0])] == []


def test_the_notice_says_who_gets_messages_as_the_papers_say_it_does():
    notice = files("voltbay.accounts.agreements").joinpath("texts", "privacy.zh.html")
    told = notice.read_text(encoding="utf-8").partition("三、交给谁")[2].partition("<h2>")[0]
    paper = (PAGES / "recipients.md").read_text(encoding="utf-8")

    assert "{given[sms]}" in told
    assert "{given[wechat]}" in told
    assert "`publish_agreements` publishes names the SMS provider" in paper


def test_the_runbook_says_how_far_the_page_of_views_goes_back():
    assert f"has the last {MOST} looks" in (PAGES / "incident.md").read_text(encoding="utf-8")


def leads_somewhere(path: str) -> bool:
    try:
        return bool(resolve(path))
    except Resolver404:
        return False


def test_what_the_runbook_has_typed_works(db, capsys):
    open_session(owner_with(ALICE_PHONE), now=NOW, client="Chrome")
    snippets = SNIPPET.findall(everything())

    for snippet in snippets:
        exec(snippet, {})

    assert len(snippets) == 3
    assert "1" in capsys.readouterr().out, "of owners"
    assert Session.objects.count() == 0
