"""Put the built client into the wheel: hatchling calls this while it builds one."""

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

BUILT = Path("client", "dist", "build", "h5")
WITHIN = "voltbay/client"  # where `voltbay.server.settings` looks for it


class ClientHook(BuildHookInterface[Any]):
    """Adds the client to wheels; an environment that runs from the tree reads the tree's."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Name the built client's folder, or stop: a wheel without it would serve nobody."""
        if version == "editable":
            return
        built = Path(self.root) / BUILT
        if not (built / "index.html").is_file():
            raise FileNotFoundError("the client is not built: run `make wheel`, which builds it")
        build_data["force_include"][str(built)] = WITHIN
