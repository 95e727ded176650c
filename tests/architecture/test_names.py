"""No module of ours has the name of one that everybody knows."""

import sys
from importlib.metadata import packages_distributions
from pkgutil import walk_packages

import voltbay

KNOWN = (sys.stdlib_module_names | packages_distributions().keys()) - {"voltbay", "__main__"}
OURS = sorted(
    module.name
    for module in walk_packages(voltbay.__path__, "voltbay.")
    if ".migrations." not in module.name
)


def test_no_module_shadows_a_known_name():
    assert [module for module in OURS if module.rpartition(".")[2] in KNOWN] == []


def test_the_known_names_are_known():
    assert {"calendar", "email", "django", "httpx"} <= KNOWN
    assert "voltbay.api.app" in OURS
