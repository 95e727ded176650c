import pytest

from voltbay.accounts.phones.remembered import Remembered, anything, proves

ALICE = Remembered(frozenset({"王小燕"}), frozenset({"沪AD12345", "31010119850615002X"}))


@pytest.mark.parametrize(
    "words", ["2345", " 2 3 4 5 ", "２３４５", "沪A·D12345", "沪ad12345", "002X", "002x", "D12345"]
)
def test_the_end_of_a_plate_or_an_identity_number_proves_the_owner(words):
    assert proves(words, ALICE)


@pytest.mark.parametrize("words", ["", "5", "345", "1234", "沪A", "????", "京AD12345", "0" * 60])
def test_less_or_something_else_does_not(words):
    assert not proves(words, ALICE)


def test_a_name_that_any_caller_knows_does_not_count_beside_a_number():
    assert not proves("王小燕", ALICE)


def test_where_only_a_name_is_known_the_full_name_counts():
    somebody = Remembered(frozenset({"买买提·艾合买提"}))

    assert proves("买买提•艾合买提", somebody)
    assert not proves("买买提", somebody)


def test_nothing_proves_what_nobody_can_tell():
    assert anything(None)
    assert not any(proves(words, anything(None)) for words in ("", "?", "????", "2345"))


def test_nothing_proves_an_empty_account():
    assert not Remembered()
    assert not proves("", Remembered())
