"""The demo's secrets stay, and commands can be told of them."""

import subprocess
from pathlib import Path

from voltbay.core.key_list import read_key_list
from voltbay.server.demo.demo_secrets import demo_secrets, write_environment


def test_secrets_stay_and_keys_stand_in_files(tmp_path: Path):
    first = demo_secrets(tmp_path / "secrets.json")

    assert demo_secrets(tmp_path / "secrets.json") == first
    assert "VOLTBAY_SEALING_KEYS" not in first
    path = Path(first["VOLTBAY_SEALING_KEYS_FILE"])
    assert list(read_key_list(path.read_text())) == ["demo"]
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_shell_reads_what_commands_need(tmp_path: Path):
    told = {"VOLTBAY_HOSTS": "a,b", "DATABASE_URL": "postgresql://x/y?host=/z&a=1", "PATH": "/none"}
    write_environment(tmp_path / "environment", told)

    asked = f'. {tmp_path}/environment; printf %s "$VOLTBAY_HOSTS $DATABASE_URL"'
    said = subprocess.run(["/bin/sh", "-c", asked], capture_output=True, text=True, check=True)

    assert said.stdout == "a,b postgresql://x/y?host=/z&a=1"
    assert "/none" not in (tmp_path / "environment").read_text()
