"""What plays the images that ours begins with."""

from scripts.image import BEGINS, FILE


def test_the_file_begins_with_one_image_for_the_client_and_one_for_the_rest():
    node, python = dict.fromkeys(BEGINS.findall(FILE.read_text()))

    assert "/node:" in node
    assert "/python:3.11" in python
