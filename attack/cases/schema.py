"""The API against its own file, by schemathesis: statuses, forms of answers, what is rejected."""

import json
import re
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

from attack.allowed import Who
from attack.in_process import cookies_of
from attack.place import Place

CHECKS = (
    "not_a_server_error,status_code_conformance,content_type_conformance,"
    "response_schema_conformance,negative_data_rejection,positive_data_acceptance,"
    "unsupported_method,missing_required_header,ignored_auth"
)
EXAMPLES = 40  # an operation
# Whoever signs out or closes the account is somebody else from then on, and tries nothing more.
ENDS_THE_TOWN = ("POST /api/v1/sign-out", "DELETE /api/v1/me")
RULES = Path(__file__).parents[1] / "schemathesis.toml"
# `____ GET /api/v1/me ____`, and below it `- ST202 Schema-valid request rejected`
SAID = re.compile(r"^_+ ([A-Z]+ /\S+) _+$|^- (.+)$", re.MULTILINE)


def run(place: Place) -> list[str]:
    """Run it as an owner."""
    bearer = cookies_of(place.town, datetime.now(UTC))[Who.OWNER]["Authorization"]
    report = place.folder / "schemathesis.ndjson"
    done = subprocess.run(
        [*_command(place, report), "--header", f"Authorization: {bearer}"],
        cwd=place.folder,
        check=False,
        capture_output=True,
        text=True,
        timeout=10 * place.seconds,
    )
    place.count(_requests(report))
    if done.returncode == 0:
        return []
    Path("var").mkdir(exist_ok=True)
    log = Path("var") / "schemathesis.txt"
    log.write_text(done.stdout + done.stderr)
    found, where = [], ""
    for operation, what in SAID.findall(done.stdout):
        where = operation or where
        found += [f"{where}: {what} (all in {log})"] if what else []
    return sorted(set(found)) or [f"failed; all it said is in {log}"]


def _command(place: Place, report: Path) -> list[str]:
    program = str(Path(sys.executable).with_name("schemathesis"))
    command = [program, "--config-file", str(RULES), "--no-color"]
    command += ["run", f"{place.url}/api/v1/openapi.json"]
    command += ["--checks", CHECKS, "--max-examples", str(EXAMPLES), "--workers", "2"]
    command += ["--phases", "examples,coverage,fuzzing", "--seed", "7", "--continue-on-failure"]
    command += ["--max-time", str(int(3 * place.seconds)), "--generation-database", "none"]
    command += [
        "--request-timeout",
        "30",
        "--report",
        "ndjson",
        "--report-ndjson-path",
        str(report),
    ]
    for name in ENDS_THE_TOWN:
        command += ["--exclude-name", name]
    return command


def _requests(report: Path) -> int:
    """Count the requests that a report tells of."""
    if not report.is_file():
        return 0
    return sum(
        line.count('"request"') for line in report.read_text().splitlines() if _is_json(line)
    )


def _is_json(line: str) -> bool:
    try:
        json.loads(line)
    except ValueError:
        return False
    return True
