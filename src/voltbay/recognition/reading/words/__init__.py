"""Lists of words, one text file each, parted by spaces."""

from importlib.resources import files


def words(name: str) -> tuple[str, ...]:
    """Read a list by its name."""
    return tuple(files(__package__).joinpath(f"{name}.txt").read_text("utf-8").split())
