"""What deploy/ says fits Voltbay, and the programs that it is written for take it."""

import configparser
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import kubernetes_validate
import pytest
import yaml

from tests.architecture.test_tree import variables
from voltbay.notifications.templates import TEMPLATES
from voltbay.server.cli import _parser
from voltbay.server.settings import VOLTBAY_LONGEST_FORM

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
UNITS = sorted(
    path
    for path in (DEPLOY / "systemd").iterdir()
    if path.suffix in (".service", ".socket", ".timer")
)
SERVICES = [path for path in UNITS if path.suffix == ".service"]
OURS = "/usr/local/lib/voltbay/current/bin/voltbay"
SCRIPTS = sorted(DEPLOY.rglob("*.sh"))
MANIFESTS = sorted((DEPLOY / "kustomize").glob("*.yaml"))
KUBERNETES = "1.30"
# Without any of these somebody who got hold of a program could do more than it does.
HARDENED = {
    "User": "voltbay",
    "NoNewPrivileges": "yes",
    "CapabilityBoundingSet": "",
    "ProtectSystem": "strict",
    "ProtectHome": "yes",
    "PrivateTmp": "yes",
    "PrivateDevices": "yes",
    "ProtectKernelModules": "yes",
    "ProtectKernelTunables": "yes",
    "ProtectControlGroups": "yes",
    "RestrictNamespaces": "yes",
    "RestrictSUIDSGID": "yes",
    "LockPersonality": "yes",
    "UMask": "0077",
    "LimitCORE": "0",
}
# What its networks run is written while they run.
WRITES_CODE = {"voltbay-reader@.service"}


def unit(path: Path) -> dict[str, dict[str, list[str]]]:
    """Read a unit: by section and name what is said, as often as it is said."""
    found: dict[str, dict[str, list[str]]] = {}
    section = ""
    for line in path.read_text().splitlines():
        if line.startswith("["):
            section = line.strip("[]")
        elif "=" in line and not line.startswith("#"):
            name, _, value = line.partition("=")
            found.setdefault(section, {}).setdefault(name, []).append(value)
    return found


def environment() -> dict[str, str]:
    lines = (DEPLOY / "environment").read_text().splitlines()
    pairs = (line.partition("=") for line in lines if line and not line.startswith("#"))
    return {name: value for name, _, value in pairs}


def test_systemd_takes_the_units(tmp_path: Path):
    if not shutil.which("systemd-analyze"):
        pytest.skip("systemd is not here: the tests below read the units themselves")
    for path in UNITS:
        text = path.read_text().replace(OURS, "/bin/true").replace("=voltbay\n", "=daemon\n")
        (tmp_path / path.name.replace("@", "@1")).write_text(text)
    names = [str(tmp_path / path.name.replace("@", "@1")) for path in UNITS]

    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *names],
        env={"SYSTEMD_UNIT_PATH": f"{tmp_path}:"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert [line for line in done.stderr.splitlines() if "voltbay" in line] == []


@pytest.mark.parametrize("path", SERVICES, ids=lambda path: path.name)
def test_a_program_may_do_no_more_than_it_does(path: Path):
    says = unit(path)["Service"]

    assert {name: says.get(name, ["missing"])[0] for name in HARDENED} == HARDENED
    assert says["SystemCallFilter"] == ["@system-service", "~@privileged"]
    assert ("MemoryDenyWriteExecute" in says) == (path.name not in WRITES_CODE)


@pytest.mark.parametrize("path", SERVICES, ids=lambda path: path.name)
def test_a_program_is_one_of_ours(path: Path):
    says = unit(path)["Service"]
    command = says["ExecStart"][0].split()

    assert command[0] == OURS
    assert callable(_parser().parse_args(command[1:]).run)
    assert says["EnvironmentFile"] == ["/etc/voltbay/environment", "/etc/voltbay/secrets"]


@pytest.mark.parametrize(
    "path", [path for path in SERVICES if "@" in path.name], ids=lambda p: p.name
)
def test_what_serves_is_started_again_for_ever(path: Path):
    says = unit(path)

    assert says["Service"]["Restart"] == ["always"]
    assert says["Unit"]["StartLimitIntervalSec"] == ["0"]


def test_web_programs_share_a_socket_that_neither_makes_wait():
    says = unit(DEPLOY / "systemd/voltbay-web@.service")["Service"]
    shared = unit(DEPLOY / "systemd/voltbay-web.socket")["Socket"]

    assert says["Sockets"] == ["voltbay-web.socket voltbay-web-own@%i.socket"]
    assert says["NonBlocking"] == ["yes"]  # the flag is the socket's, not the program's
    assert shared["ListenStream"] == ["8000"]


def test_every_queue_has_a_unit_that_serves_it():
    commands = {path.name: unit(path)["Service"]["ExecStart"][0] for path in SERVICES}

    assert commands["voltbay-worker@.service"].endswith("worker --but recognition")
    assert "--queue recognition" in commands["voltbay-reader@.service"]


def test_the_settings_of_the_example_are_settings():
    known = variables() | {"AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"}
    known |= {"VOLTBAY_SEALING_KEYS_FILE", "VOLTBAY_RECEIPT_KEY_FILE"}

    assert set(environment()) - known == set()


def test_the_example_has_a_code_for_every_message():
    codes = yaml.safe_load(environment()["VOLTBAY_SMS_TEMPLATES"].strip("'"))

    assert codes.keys() == TEMPLATES.keys()


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_a_shell_takes_the_scripts(script: Path):
    done = subprocess.run(["sh", "-n", str(script)], capture_output=True, check=False)

    assert done.returncode == 0
    assert "set -eu\n" in script.read_text()


def test_machines_get_certificates_of_one_authority(tmp_path: Path):
    folder = tmp_path / "machines"
    make = ["sh", str(DEPLOY / "certificates.sh"), str(folder), "volt1=10.0.0.1"]
    subprocess.run(make, check=True)
    first = (folder / "volt1.crt").read_bytes()

    subprocess.run([*make, "volt4=10.0.0.4"], check=True)

    assert (folder / "volt1.crt").read_bytes() == first
    assert (folder / "volt4.key").stat().st_mode & 0o077 == 0
    for name in ("volt1", "volt4"):
        proof = ["openssl", "verify", "-CAfile", "ca.crt", "-verify_hostname", name, f"{name}.crt"]
        subprocess.run(proof, cwd=folder, check=True, capture_output=True)


def test_secrets_are_made_once_and_for_root_alone(tmp_path: Path):
    make = ["sh", str(DEPLOY / "secrets.sh"), str(tmp_path / "voltbay")]
    subprocess.run(make, check=True)
    files = [tmp_path / "voltbay" / name for name in ("passwords", "secrets")]
    first = [file.read_text() for file in files]

    subprocess.run(make, check=True)

    assert [file.read_text() for file in files] == first
    assert [file.stat().st_mode & 0o077 for file in files] == [0, 0]
    assert re.search(
        r"^DATABASE_URL='postgresql://voltbay:[0-9a-f]{48}@volt1,", first[1], re.MULTILINE
    )


def test_what_an_older_version_made_gets_the_token_of_measures(tmp_path: Path):
    (tmp_path / "passwords").write_text("voltbay=1\n")
    (tmp_path / "secrets").write_text("VOLTBAY_SECRET_KEY=kept\n")

    subprocess.run(["sh", str(DEPLOY / "secrets.sh"), str(tmp_path)], check=True)

    kept = (tmp_path / "secrets").read_text()
    assert re.fullmatch(r"VOLTBAY_SECRET_KEY=kept\nVOLTBAY_METRICS_TOKEN=[0-9a-f]{48}\n", kept)


def test_prometheus_asks_each_web_program_by_itself():
    prometheus = yaml.safe_load((DEPLOY / "prometheus/prometheus.yml").read_text())
    jobs = {each["job_name"]: each for each in prometheus["scrape_configs"]}
    own = (DEPLOY / "systemd/voltbay-web-own@.socket").read_text()
    rules = (DEPLOY / "prometheus/alerts.yml").read_text()

    (asked,) = jobs["voltbay"]["static_configs"]
    assert asked["targets"] == [f"127.0.0.1:900{number}" for number in (1, 2)]
    assert "ListenStream=127.0.0.1:900%i" in own
    assert jobs["voltbay"]["authorization"]["credentials_file"]
    assert set(re.findall(r'job="([\w-]+)"', rules)) <= set(jobs)
    assert prometheus["rule_files"] == ["alerts.yml"]


def test_proxies_let_the_largest_form_through_and_no_more():
    megabytes = VOLTBAY_LONGEST_FORM // 2**20

    assert f"client_max_body_size {megabytes}m;" in (DEPLOY / "nginx/voltbay.conf").read_text()
    assert f"gt {VOLTBAY_LONGEST_FORM} " in (DEPLOY / "haproxy/haproxy.cfg").read_text()
    assert f"proxy-body-size: {megabytes}m" in (DEPLOY / "kustomize/network.yaml").read_text()


# PostgreSQL and what keeps it.


def test_a_commit_waits_for_one_of_two_standbys():
    patroni = yaml.safe_load((DEPLOY / "patroni/patroni.yml").read_text())
    shared = patroni["bootstrap"]["dcs"]

    assert len(patroni["etcd3"]["hosts"]) == 3
    assert shared["synchronous_mode"] == "quorum"
    assert shared["synchronous_node_count"] == 1
    assert shared["postgresql"]["parameters"]["synchronous_commit"] == "on"
    # Patroni's own rule: a cycle of its loop and two tries must fit into the time to live.
    assert shared["loop_wait"] + 2 * shared["retry_timeout"] <= shared["ttl"]
    assert patroni["watchdog"]["mode"] == "automatic"


def test_nobody_comes_to_postgresql_in_plain():
    patroni = yaml.safe_load((DEPLOY / "patroni/patroni.yml").read_text())
    over_network = [
        line for line in patroni["postgresql"]["pg_hba"] if not line.startswith("local")
    ]

    assert over_network
    assert all(line.startswith("hostssl") for line in over_network)
    assert all(
        account["sslmode"] == "verify-full"
        for account in patroni["postgresql"]["authentication"].values()
    )


@pytest.mark.parametrize("name", ["pgbouncer/pgbouncer.ini", "pgbackrest/pgbackrest.conf"])
def test_ini_files_are_read(name: str):
    file = configparser.ConfigParser(interpolation=None, strict=True)

    file.read_string((DEPLOY / name).read_text())

    assert "voltbay" in file.sections() or file["databases"]["voltbay"]


def test_pgbouncer_pools_as_the_web_programs_need_it():
    file = configparser.ConfigParser(interpolation=None)
    file.read_string((DEPLOY / "pgbouncer/pgbouncer.ini").read_text())

    assert file["pgbouncer"]["pool_mode"] == "transaction"
    assert int(file["pgbouncer"]["max_prepared_statements"]) > 0


def test_pgbouncer_is_led_to_the_primary():
    """It takes the hosts of a list in turn, standbys too, and waits for those that are away."""
    file = configparser.ConfigParser(interpolation=None)
    file.read_string((DEPLOY / "pgbouncer/pgbouncer.ini").read_text())
    (where,) = file["databases"].values()
    named = dict(pair.split("=") for pair in where.split())
    leads = (DEPLOY / "haproxy/primary.cfg").read_text()

    assert f"bind {named['host']}:{named['port']}" in leads
    assert "option httpchk GET /primary" in leads


def test_haproxy_takes_what_leads_to_the_primary(open_folder: Path):
    if not shutil.which("haproxy"):
        pytest.skip("haproxy is not installed: Debian's package of that name has it")
    make = ["sh", str(DEPLOY / "certificates.sh"), str(open_folder / "made"), "volt1=10.0.0.1"]
    subprocess.run(make, check=True)
    text = (DEPLOY / "haproxy/primary.cfg").read_text()
    text = text.replace("/etc/voltbay/", f"{open_folder}/made/")
    text = re.sub(r"volt(\d):5432", r"10.0.0.\1:5432", text)
    (open_folder / "primary.cfg").write_text(text)

    looked = subprocess.run(
        ["haproxy", "-c", "-f", str(open_folder / "primary.cfg")],
        capture_output=True,
        text=True,
        check=False,
    )

    assert (looked.returncode, "WARNING" in looked.stderr) == (0, False), looked.stderr


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """Make a folder that every account may read."""
    with TemporaryDirectory(prefix="voltbay-deploy-") as name:
        Path(name).chmod(0o755)
        yield Path(name)


def test_pgbouncer_takes_its_file(open_folder: Path):
    if not shutil.which("pgbouncer"):
        pytest.skip("pgbouncer is not installed: Debian's package of that name has it")
    version = subprocess.run(["pgbouncer", "--version"], capture_output=True, text=True, check=True)
    text = (DEPLOY / "pgbouncer/pgbouncer.ini").read_text()
    if [int(part) for part in version.stdout.split()[1].split(".")[:2]] < [1, 21]:
        text = text.replace("max_prepared_statements = 200\n", "")
    for folder in ("/etc/pgbouncer", "/etc/voltbay"):
        text = text.replace(folder, str(open_folder))
    (open_folder / "pgbouncer.ini").write_text(re.sub("listen_port = .*", "listen_port = 0", text))
    (open_folder / "userlist.txt").write_text('"voltbay" "x"\n')
    make = ["sh", str(DEPLOY / "certificates.sh"), str(open_folder / "made"), "volt1=10.0.0.1"]
    subprocess.run(make, check=True)
    shutil.copy(open_folder / "made/ca.crt", open_folder)
    (open_folder / "ca.crt").chmod(0o644)
    nobody = [] if os.geteuid() else ["setpriv", "--reuid=65534", "--clear-groups"]

    with subprocess.Popen(
        [*nobody, "pgbouncer", str(open_folder / "pgbouncer.ini")],
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stderr
        said = ""
        for line in process.stderr:
            said += line
            if "process up" in line:
                process.terminate()

    assert "process up" in said
    assert "ERROR" not in said
    assert "WARNING" not in said


# Kubernetes.


def manifests() -> list[dict]:
    return [
        each
        for path in MANIFESTS
        if path.name != "kustomization.yaml"
        for each in yaml.safe_load_all(path.read_text())
    ]


def pod(manifest: dict) -> dict:
    spec = manifest["spec"]
    spec = spec["jobTemplate"]["spec"] if manifest["kind"] == "CronJob" else spec
    return spec["template"]["spec"]


PODS = {
    each["metadata"]["name"]: pod(each)
    for each in manifests()
    if each["kind"] in ("Deployment", "Job", "CronJob")
}


@pytest.mark.parametrize(
    "manifest", manifests(), ids=lambda each: f"{each['kind']}-{each['metadata']['name']}"
)
def test_kubernetes_knows_what_is_asked_of_it(manifest: dict):
    kubernetes_validate.validate(manifest, KUBERNETES, strict=True)


def test_everything_is_applied_but_the_example_of_the_secret():
    whole = yaml.safe_load((DEPLOY / "kustomize/kustomization.yaml").read_text())
    there = {path.name for path in MANIFESTS}

    assert set(whole["resources"]) == there - {"kustomization.yaml", "secret.example.yaml"}
    assert {image["name"] for image in whole["images"]} == {
        container["image"] for pod in PODS.values() for container in pod["containers"]
    }


@pytest.mark.parametrize("name", PODS)
def test_a_pod_is_nobody_and_writes_nowhere(name: str):
    spec = PODS[name]
    (container,) = spec["containers"]

    assert spec["securityContext"]["runAsNonRoot"] is True
    assert spec["automountServiceAccountToken"] is False
    assert container["securityContext"]["readOnlyRootFilesystem"] is True
    assert container["securityContext"]["allowPrivilegeEscalation"] is False
    assert container["securityContext"]["capabilities"] == {"drop": ["ALL"]}
    assert all(volume["emptyDir"]["medium"] == "Memory" for volume in spec["volumes"])
    assert container["resources"]["limits"]["memory"]


@pytest.mark.parametrize("name", PODS)
def test_a_pod_runs_a_command_that_there_is(name: str):
    (container,) = PODS[name]["containers"]

    assert callable(_parser().parse_args(container["args"]).run)


def test_a_web_pod_is_asked_where_it_answers():
    (web,) = PODS["web"]["containers"]
    (service,) = (each for each in manifests() if each["kind"] == "Service")
    (port,) = web["ports"]

    assert web["args"][2].endswith(f":{port['containerPort']}")
    assert service["spec"]["ports"][0]["targetPort"] == port["name"]
    assert web["livenessProbe"]["httpGet"]["path"] == "/healthz"
    assert web["readinessProbe"]["httpGet"]["path"] == "/readyz"
    assert all(
        web[probe]["httpGet"]["port"] == port["name"]
        for probe in ("livenessProbe", "readinessProbe")
    )


def test_the_settings_of_the_manifests_are_settings():
    whole = yaml.safe_load((DEPLOY / "kustomize/kustomization.yaml").read_text())
    (secret,) = (each for each in manifests() if each["kind"] == "Secret")
    named = {line.partition("=")[0] for line in whole["configMapGenerator"][0]["literals"]}
    known = variables() | {"AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "PROMETHEUS_MULTIPROC_DIR"}
    known |= {"VOLTBAY_SEALING_KEYS", "VOLTBAY_RECEIPT_KEY"}

    assert (named | secret["stringData"].keys()) - known == set()


# The image.


def test_what_the_image_copies_is_there_and_let_through():
    text = (DEPLOY / "Containerfile").read_text()
    copied = [
        word
        for line in re.findall(r"^COPY (?!--from)(.+)$", text, re.MULTILINE)
        for word in line.split()[:-1]
    ]
    let_through = (ROOT / ".containerignore").read_text()

    assert copied
    assert [name for name in copied if not (ROOT / name).exists()] == []
    assert [name for name in copied if f"!{name.split('/')[0]}" not in let_through] == []


def test_the_image_runs_as_nobody():
    last = (DEPLOY / "Containerfile").read_text().rpartition("\nFROM ")[2]

    assert re.search(r"^USER \d+:\d+$", last, re.MULTILINE)
    assert 'ENTRYPOINT ["voltbay"]' in last


def test_a_linter_has_nothing_to_say_of_the_image():
    hadolint = Path(sys.executable).parent / "hadolint"

    done = subprocess.run(
        [str(hadolint), "--no-color", str(DEPLOY / "Containerfile")],
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, done.stdout) == (0, "")
