"""Reading the keys that a setting names."""

import pytest

from voltbay.core.key_list import KeyMalformed, read_key_list

ONES, TWOS = b"1" * 32, b"2" * 32
ONE = "MTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTE="
TWO = "MjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjI="


def test_keys_are_read_by_id_the_newest_first():
    read = read_key_list(f"2027a:{TWO}, 2026a : {ONE}\n")

    assert list(read.items()) == [("2027a", TWOS), ("2026a", ONES)]


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("", "must be id:base64"),
        (ONE, "must be id:base64"),
        (f"a:{ONE},{TWO}", "must be id:base64"),
        (f"a:{ONE},", "must be id:base64"),
        (f":{ONE}", "must be id:base64"),
        (f"a:{ONE},a:{TWO}", "found a twice"),
        (f"a:{ONE},b:c2hvcnQ=", "32 bytes in base64: found 5"),
        ("a:not base64", "32 bytes in base64: found 0"),
    ],
)
def test_a_list_that_is_none_says_what_is_wrong(text, wrong):
    with pytest.raises(KeyMalformed, match=wrong):
        read_key_list(text)
