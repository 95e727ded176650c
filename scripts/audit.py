"""Ask for known holes in the locked packages, and write down what there is (CycloneDX).

    .venv/bin/python scripts/audit.py

Exits with 0 if no hole is known, 1 if one is or a list is not valid, and with 3 if a source of
advisories was not reachable: then nothing is known, and it says so. The lists are written in any
case, to var/sbom.
"""

import base64
import json
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cyclonedx.model import HashAlgorithm, HashType
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.output import make_outputter
from cyclonedx.schema import OutputFormat, SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from packageurl import PackageURL

ROOT = Path(__file__).resolve().parent.parent
BIN = ROOT / ".venv" / "bin"
LISTS = ROOT / "var" / "sbom"
LOCKS = ("app", "dev", "node", "uv", "audit")
CLIENTS = {"client": ROOT / "client", "browser": ROOT / "tests" / "browser"}
FOUND, UNKNOWN = 1, 3
SECONDS = 300  # of one question
SERVICES = ("pypi", "osv")  # whoever answers first is believed
VERSION = SchemaVersion.V1_6
ALGORITHMS = {"sha512": HashAlgorithm.SHA_512, "sha1": HashAlgorithm.SHA_1}


@dataclass(frozen=True)
class Told:
    """What one question brought."""

    what: str
    holes: list[str]
    is_known: bool
    why: str = ""

    def __str__(self) -> str:
        if not self.is_known:
            return f"{self.what}: NOT KNOWN, the source of advisories did not answer: {self.why}"
        return f"{self.what}: {len(self.holes)} known holes" + "".join(
            f"\n    {hole}" for hole in self.holes
        )


def main() -> None:
    """Write the lists, ask, and say what came of it."""
    LISTS.mkdir(parents=True, exist_ok=True)
    written = [_python_list(name) for name in LOCKS] + [
        _npm_list(name, folder) for name, folder in CLIENTS.items()
    ]
    wrong = [each for each in written if each]
    told = [_python_holes(name) for name in LOCKS] + [
        _npm_holes(name, folder) for name, folder in CLIENTS.items()
    ]
    print("\n".join([*map(str, told), *wrong]))
    print(f"lists in {LISTS.relative_to(ROOT)}: {', '.join(sorted(_names()))}")
    sys.exit(_status(told, wrong))


def _status(told: Sequence[Told], wrong: Sequence[str]) -> int:
    if wrong or any(each.holes for each in told):
        return FOUND
    if not all(each.is_known for each in told):
        print("Nothing is proved: ask again where the source can be reached.")
        return UNKNOWN
    return 0


def _names() -> list[str]:
    return [path.name for path in LISTS.glob("*.json")]


def _python_list(name: str) -> str:
    """Write a lock as CycloneDX, validated by the program that writes it."""
    out = LISTS / f"{name}.json"
    lock = ROOT / "requirements" / f"{name}.txt"
    done = _run(
        [
            *(BIN / "cyclonedx-py", "requirements", lock, "--output-reproducible", "--validate"),
            *("--sv", VERSION.to_version(), "--of", "JSON", "-o", out),
        ]
    )
    return "" if done.returncode == 0 else f"{name}: no list: {done.stderr[-300:]}"


def _npm_list(name: str, folder: Path) -> str:
    """Write npm's lock as CycloneDX; `npm sbom` itself stops at locks that npm has written."""
    lock = json.loads((folder / "package-lock.json").read_text())
    bom = Bom()
    packages = {path: each for path, each in lock["packages"].items() if not each.get("link")}
    root = packages.pop("")
    made = {path: _component(path, each) for path, each in packages.items()}
    bom.components.update(made.values())
    bom.metadata.component = Component(name=name, type=ComponentType.APPLICATION, bom_ref="root")
    wanted = [*root.get("dependencies", ()), *root.get("devDependencies", ())]
    direct = [made[f"node_modules/{each}"] for each in wanted if f"node_modules/{each}" in made]
    bom.register_dependency(bom.metadata.component, direct)
    text = make_outputter(bom, OutputFormat.JSON, VERSION).output_as_string(indent=2)
    (LISTS / f"{name}.json").write_text(text)
    wrong = JsonStrictValidator(VERSION).validate_str(text)
    return f"{name}: its list is no valid CycloneDX: {wrong}" if wrong else ""


def _component(path: str, package: dict[str, Any]) -> Component:
    scope, _, name = path.rpartition("node_modules/")[2].rpartition("/")
    algorithm, _, digest = package.get("integrity", "").partition("-")
    proofs = [HashType(alg=ALGORITHMS[algorithm], content=_hex(digest))] if digest else []
    return Component(
        name=name,
        group=scope or None,
        version=package["version"],
        type=ComponentType.LIBRARY,
        bom_ref=path,
        purl=PackageURL("npm", scope or None, name, package["version"]),
        hashes=proofs,
    )


def _hex(digest: str) -> str:
    return base64.b64decode(digest.partition(" ")[0]).hex()


def _python_holes(name: str) -> Told:
    lock = ROOT / "requirements" / f"{name}.txt"
    why = ""
    for service in SERVICES:
        done = _run(
            [
                *(BIN / "pip-audit", "--requirement", lock, "--no-deps", "--disable-pip"),
                *("--format", "json", "--progress-spinner", "off"),
                *("--vulnerability-service", service),
            ]
        )
        try:
            packages = json.loads(done.stdout)["dependencies"]
        except (ValueError, KeyError):
            why = _last_line(done.stderr)
            continue
        return Told(name, [hole for each in packages for hole in _holes_of(each)], is_known=True)
    return Told(name, [], is_known=False, why=why)


def _holes_of(package: dict[str, object]) -> list[str]:
    found = package.get("vulns") or []
    named = f"{package['name']} {package.get('version', '')}"
    return [
        f"{named}: {each['id']}, fixed in {', '.join(each['fix_versions']) or 'no version'}"
        for each in found  # type: ignore[attr-defined]
    ]


def _npm_holes(name: str, folder: Path) -> Told:
    done = _run(["npm", "audit", "--json", "--package-lock-only"], cwd=folder)
    try:
        told = json.loads(done.stdout)
        found = told["vulnerabilities"]
    except (ValueError, KeyError):
        return Told(name, [], is_known=False, why=_last_line(done.stderr or done.stdout))
    holes = [f"{each['name']} {each['range']}: {each['severity']}" for each in found.values()]
    return Told(name, sorted(holes), is_known=True)


def _last_line(said: str) -> str:
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    telling = [line for line in lines if "complete log" not in line]
    return telling[-1][:200] if telling else "it said nothing"


def _run(command: Sequence[object], *, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    words = [str(word) for word in command]
    if not shutil.which(words[0]):
        return subprocess.CompletedProcess(words, 127, "", f"{words[0]} is not installed")
    try:
        return subprocess.run(
            words,
            cwd=cwd,
            check=False,
            capture_output=True,
            text=True,
            timeout=SECONDS,
        )
    except subprocess.TimeoutExpired:
        return subprocess.CompletedProcess(words, 124, "", f"no answer within {SECONDS} s")


if __name__ == "__main__":
    main()
