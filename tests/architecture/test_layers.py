"""Foreign keys written as strings slip past the import contracts; here they do not."""

import tomllib
from pathlib import Path

import pytest
from django.apps import apps
from django.db.models import Model

ROOT = Path(__file__).resolve().parents[2]
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"][
    "contracts"
]
LAYERS = next(contract["layers"] for contract in CONTRACTS if contract["type"] == "layers")
OURS = [model for model in apps.get_models() if model.__module__.startswith("voltbay.")]


def layer(model: type[Model]) -> int:
    """Return how high a model's package stands; 0 is the top."""
    package = model.__module__.split(".")[1]
    beside = [{name.strip(" ()") for name in row.split("|")} for row in LAYERS]
    return next(row for row, names in enumerate(beside) if package in names)


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_a_relation_points_down_or_aside(model: type[Model]):
    targets = [field.related_model for field in model._meta.get_fields() if field.concrete]

    upward = [
        target for target in targets if target in OURS and layer(target) < layer(model)
    ]  # fmt: skip

    assert upward == []


def test_there_are_models_to_judge():
    assert len(OURS) > 15


def test_the_api_asks_no_table_itself():
    api = ROOT / "src" / "voltbay" / "api"

    asking = [path.name for path in api.rglob("*.py") if ".objects" in path.read_text()]

    assert asking == [], "put it into a query or a verb"
