"""What was wrong with a photo, told by how the generator took it."""

from tools.cards.camera import notes_of

# A cause is there when its strength, as the camera noted it, is beyond this.
STRONG = {
    "blur": lambda notes: notes["blur"] > 1.2,  # sigma in pixels of a 1600-pixel picture
    "noise": lambda notes: notes["noise"] > 5,  # sigma of 255
    "jpeg": lambda notes: notes["quality"] < 60,
    "glare": lambda notes: notes["glare"] > 0,
    "shadow": lambda notes: notes["shadow"] > 0.25,
    "low light": lambda notes: notes["light"] < 0.7,
    "tilt": lambda notes: abs(notes["tilt"]) > 6,  # degrees
    "small": lambda notes: notes["card"] < 850,  # pixels from edge to edge
    "turned": lambda notes: notes["turned"] > 0,
    "other print": lambda notes: notes["clutter"] > 0,
}


def causes_of(photo: bytes) -> set[str]:
    """Name everything that makes a photo hard."""
    notes = notes_of(photo)
    return {name for name, is_there in STRONG.items() if is_there(notes)} or {"none of these"}
