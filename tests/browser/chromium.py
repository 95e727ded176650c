"""A Chromium for tests: the one named, the machine's, or the one that npm brought."""

import os
import shutil
import subprocess
import tarfile
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from xml.sax.saxutils import escape

import brotli

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PACKED = Path(__file__).parent / "node_modules" / "@sparticuz" / "chromium" / "bin"
FONTS = "pylopdf_fonts_zh_cn"


def executable(folder: Path) -> tuple[Path, dict[str, str]]:
    """Return a Chromium and what its environment needs; `folder` is where one may be unpacked."""
    if named := os.environ.get("CHROMIUM"):
        return Path(named), {}
    if found := next(filter(None, map(shutil.which, NAMES)), None):
        return Path(found), {}
    if not PACKED.is_dir():
        raise FileNotFoundError("no Chromium: run `make setup`, or set CHROMIUM to one")
    return unpack(folder)


def unpack(folder: Path) -> tuple[Path, dict[str, str]]:
    """Unpack npm's Chromium, with the libraries that a bare machine lacks."""
    program = folder / "chromium"
    if not program.exists():
        half = program.with_suffix(".half")
        half.write_bytes(brotli.decompress((PACKED / "chromium.br").read_bytes()))
        half.chmod(0o755)
        half.rename(program)
        _unpack_tar(PACKED / "swiftshader.tar.br", folder)
    if not _lacks_libraries(program):
        return program, {}
    _unpack_tar(PACKED / "al2023.tar.br", folder)
    return program, {"LD_LIBRARY_PATH": str(folder / "lib")}


def _unpack_tar(packed: Path, folder: Path) -> None:
    with tarfile.open(fileobj=BytesIO(brotli.decompress(packed.read_bytes()))) as archive:
        archive.extractall(folder, filter="data")


def _lacks_libraries(program: Path) -> bool:
    said = subprocess.run(["ldd", program], check=False, capture_output=True, text=True)
    return "not found" in said.stdout


def fonts(folder: Path) -> dict[str, str]:
    """Return an environment in which Chinese has a font, the same one on every machine."""
    spec = find_spec(FONTS)
    assert spec is not None, f"{FONTS} is not installed: run `make setup`"
    places = [Path(str(spec.origin)).parent, Path("/usr/share/fonts")]
    dirs = "".join(f"<dir>{escape(str(place))}</dir>" for place in places)
    config = folder / "fonts.conf"
    config.write_text(
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">'
        f"<fontconfig>{dirs}<cachedir>{escape(str(folder / 'fonts'))}</cachedir></fontconfig>"
    )
    return {"FONTCONFIG_FILE": str(config)}
