"""Write what the code knows into the papers for the operator: run it after changing that.

A page in `docs/law/` holds tables between two marks; what stands between them is made here, from
the register, the tables' columns, consents, roles, timers, what speaks to others, and reports.
"""

import ast
import os
import re
import sys
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from typing import Any

import django

from scripts.law_facts import CONSENTS, HOSTS, LEVELS, NOBODY, SHOWN, SPEAKS, TAPPED

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "voltbay"
PAGES = ROOT / "docs" / "law"
TABLE = re.compile(r"(<!-- table: (\w+) -->\n).*?(<!-- /table -->\n)", re.DOTALL)
LACKS = "**no line in scripts/law_facts.py**"
# Packages by which a process can speak to another machine.
CONNECTING = {"httpx", "requests", "urllib.request", "http.client", "smtplib", "socket", "ftplib"}
OF_A_VENDOR = ("alibabacloud", "tencentcloud", "boto3")
# Most modules have none of these words behind an import: they need not be parsed.
MAY_CONNECT = re.compile(
    r"^\s*(?:import|from)\s+(?:http|requests|urllib|smtplib|socket|ftplib|alibaba|tencent|boto3)",
    re.MULTILINE,
)
HOST = re.compile(r"https?://([a-z0-9.-]+[a-z])|[\"']((?:[a-z0-9-]+\.)+(?:com|cn|net|org))[\"']")
# In the privacy notice, which says to owners on what ground something is kept.
GROUND = re.compile(r"Ground: (.+?)\. Kept:")
KEPT = re.compile(r"\{kept\[([a-z_.]+)\]\}")


def with_tables(page: str) -> str:
    """Return a page whose tables say what the code says now. Raises KeyError for one unknown."""
    return TABLE.sub(lambda match: f"{match[1]}{TABLES[match[2]]()}{match[3]}", page)


def table(head: str, rows: Iterable[Iterable[str]]) -> str:
    """Return rows under a head whose cells are parted by commas."""
    names = head.split(", ")
    lines = [f"| {' | '.join(names)} |", "|---" * len(names) + "|"]
    return "\n".join([*lines, *(f"| {' | '.join(row)} |" for row in rows)]) + "\n"


def processing() -> str:
    """Return every kind of what is kept: what, what for, of whom, on what ground, how long."""
    from voltbay.core.languages import EN
    from voltbay.core.retention import register

    ground = grounds()
    return table(
        "rule, what, what for, of, ground, kept",
        (
            (
                f"`{rule.kind}`",
                rule.what.en,
                rule.why.en,
                "owners" if rule.of_owners else "staff, or nobody",
                ground.get(rule.kind, "our own keeping [D]"),
                rule.said(EN),
            )
            for rule in register().values()
        ),
    )


def grounds() -> dict[str, str]:
    """Return the ground of each rule as the privacy notice tells it to owners."""
    text = (SOURCE / "accounts/agreements/texts/privacy.en.html").read_text(encoding="utf-8")
    lines = [(GROUND.search(line), KEPT.findall(line)) for line in text.splitlines()]
    return {kind: match[1] for match, kinds in lines if match for kind in kinds}


def levels() -> str:
    """Return how bad it is if what a rule keeps gets out, the worst first."""
    from voltbay.core.retention import register

    rows = [
        (*LEVELS.get(rule.kind, (LACKS, "")), f"`{rule.kind}`", rule.what.en)
        for rule in register().values()
        if rule.of_owners
    ]
    rows.sort(key=lambda row: row[0], reverse=True)
    return table("level, rule, what, why", ((row[0], row[2], row[3], row[1]) for row in rows))


def columns() -> str:
    """Return every column that says of itself that it is personal or secret, by table."""
    from django.apps import apps

    rows = []
    for model in sorted(apps.get_models(), key=lambda each: each._meta.label):
        sorts = sorts_of(model)
        if any(sorts.values()):
            rows.append((f"`{model._meta.label}`", *(ticked(names) for names in sorts.values())))
    return table("table, sealed, check values, secret, in the clear", rows)


def sorts_of(model: Any) -> dict[str, list[str]]:
    """Return a model's personal and secret columns by how they lie in the database."""
    from voltbay.core.fields import SealedTextField
    from voltbay.core.personal import PERSONAL, SECRET

    sorts: dict[str, list[str]] = {"sealed": [], "check": [], "secret": [], "clear": []}
    for column in model._meta.local_concrete_fields:
        if column.db_comment == SECRET:
            sorts["secret"].append(column.name)
        elif column.db_comment == PERSONAL:
            is_sealed = isinstance(column, SealedTextField)
            is_check = getattr(column, "is_fingerprint", False)
            sorts["check" if is_check else "sealed" if is_sealed else "clear"].append(column.name)
    return sorts


def consents() -> str:
    """Return the texts and purposes that owners agree to, and what taking each back does."""
    from voltbay.accounts.models import Agreement, Choice

    return table(
        "kind, what it is, taken back by",
        (
            (f"`{kind.value}`", *CONSENTS.get(kind.value, (LACKS, "")))
            for kind in (*Agreement.Kind, *Choice.Of)
        ),
    )


def roles() -> str:
    """Return which pages of the console which roles may open."""
    from voltbay.accounts.models import Role
    from voltbay.console.access.permissions import RULES

    pages: dict[frozenset[Role], list[str]] = {}
    for route, allowed in RULES.items():
        pages.setdefault(allowed, []).append(route)
    names = [role.value.replace("_", " ") for role in Role]
    return table(
        f"pages, {', '.join(names)}",
        (
            (ticked(routes), *("yes" if role in allowed else "" for role in Role))
            for allowed, routes in pages.items()
        ),
    )


def timers() -> str:
    """Return what the worker does by the clock."""
    from importlib import import_module

    from procrastinate.contrib.django import app

    for module in sorted(SOURCE.glob("*/tasks.py")):
        import_module(f"voltbay.{module.parent.name}.tasks")
    found = app.periodic_registry.periodic_tasks.values()
    rows = [
        (f"`{each.task.name}`", f"`{each.cron}`", str(each.task.func.__doc__).splitlines()[0])
        for each in found
    ]
    return table("timer, when (cron; UTC), what", sorted(rows))


def recipients() -> str:
    """Return to whom the code sends anything, module by module."""
    return table(
        "module, to whom, as what, what is sent, on what ground, switched by",
        (
            (f"`{module}`", *SPEAKS.get(module, (LACKS, "", "", "", "")))
            for module in speaking()
            if SPEAKS.get(module) is not NOBODY
        ),
    )


@cache
def speaking() -> list[str]:
    """Return the modules that can open a connection to another machine."""
    modules = [path for path in SOURCE.rglob("*.py") if connects(path.read_text(encoding="utf-8"))]
    return sorted(str(path.relative_to(SOURCE))[:-3].replace("/", ".") for path in modules)


def connects(source: str) -> bool:
    """Tell whether a module imports what connections are made with."""
    found: set[str] = set()
    if not MAY_CONNECT.search(source):
        return False
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{name.name}" for name in node.names)}
    return any(name in CONNECTING or name.startswith(OF_A_VENDOR) for name in found)


def hosts() -> str:
    """Return the hosts that server and client name, ours and mere words left out."""
    named = [(host, HOSTS.get(host, LACKS)) for host in hosts_named()]
    return table(
        "host, what for",
        (
            (f"`{host}`", why)
            for host, why in named
            if why in (TAPPED, SHOWN, LACKS) or "called by" in why
        ),
    )


@cache
def hosts_named() -> list[str]:
    """Return every host that server or client names."""
    files = [*SOURCE.rglob("*.py"), *SOURCE.rglob("*.html"), *SOURCE.rglob("static/**/*.js")]
    files += [path for end in ("ts", "vue") for path in (ROOT / "client/src").rglob(f"*.{end}")]
    text = "\n".join(path.read_text(encoding="utf-8") for path in files)
    return sorted({match[1] or match[2] for match in HOST.finditer(text)})


def gaps() -> str:
    """Return what may fill the gaps of messages, which their carrier reads."""
    from voltbay.notifications.templates import TEMPLATES
    from voltbay.notifications.texts import SAMPLES

    kinds: dict[str, list[str]] = {}
    for kind, template in TEMPLATES.items():
        for gap in template.params:
            kinds.setdefault(gap, []).append(kind)
    return table(
        "gap, as in, in messages",
        ((f"`{gap}`", SAMPLES.get(gap, LACKS), ticked(kinds[gap])) for gap in sorted(kinds)),
    )


def reports() -> str:
    """Return what is reported of batteries, to whom, within how many days."""
    from voltbay.traceability.report_profile import profiles

    rows = []
    for profile in profiles().values():
        facts = {column.fact for listed in profile.lists.values() for column in listed}
        days = "working" if profile.are_working_days else "calendar"
        rows.append(
            (
                profile.title["en"],
                ticked(sorted(facts)),
                f"{profile.days} {days} days (`{profile.days_setting}`)",
                f"[{profile.certainty}]",
            )
        )
    return table("to whom, facts, within, certainty", rows)


def ticked(names: Iterable[str]) -> str:
    """Return names as code."""
    return ", ".join(f"`{name}`" for name in names)


TABLES: dict[str, Callable[[], str]] = {
    made.__name__: made
    for made in (
        *(processing, levels, columns, consents, roles, timers),
        *(recipients, hosts, gaps, reports),
    )
}


if __name__ == "__main__":
    os.environ.setdefault("VOLTBAY_TEST", "1")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "voltbay.server.settings")
    django.setup()
    for page in sorted(PAGES.glob("*.md")):
        page.write_text(with_tables(page.read_text(encoding="utf-8")), encoding="utf-8")
        sys.stdout.write(f"wrote {page.name}\n")
