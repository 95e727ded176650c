"""What staff are told."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from voltbay.core.errors import Conflict
from voltbay.directory.errors import FileTooLong
from voltbay.identifiers.telephone import TelephoneMalformed, parse_telephone
from voltbay.sentences.for_staff import accepted, for_staff


@pytest.mark.parametrize(
    ("language", "said"),
    [("zh-hans", "文件超过 9 KB"), ("en", "larger than 9 KB"), ("en-gb", "larger than 9 KB")],
)
def test_a_sentence_speaks_the_pages_language(language, said):
    with translation.override(language):
        assert said in for_staff("import_file_too_long", {"limit_kb": 9})


@pytest.mark.parametrize(
    ("language", "said"), [("zh-hans", "缺少：称重"), ("en", "missing: weigh")]
)
def test_a_step_is_named_in_the_pages_language(language, said):
    with translation.override(language):
        assert said in for_staff("removal_incomplete", {"missing": "weigh"})


def test_where_no_language_is_chosen_it_is_chinese():
    with translation.override(None):
        assert for_staff("slot_full").startswith("这个时间")


def test_staff_read_their_own_word_where_there_is_one():
    with translation.override("en"):
        assert "what you typed is kept" in for_staff("slot_full")


def test_what_is_accepted_is_returned():
    assert accepted(lambda: parse_telephone("(021)55556666")) == "021-55556666"


def test_a_refusal_becomes_an_error_of_the_form():
    with pytest.raises(ValidationError) as wrong:
        accepted(lambda: parse_telephone("call me"))

    assert wrong.value.code == TelephoneMalformed.code
    assert wrong.value.messages == [for_staff(TelephoneMalformed.code)]


def test_its_gaps_are_filled():
    def check():
        raise FileTooLong(limit_kb=9)

    with pytest.raises(ValidationError, match="9 KB"):
        accepted(check)


def test_what_is_wrong_with_more_than_the_entry_passes():
    def check():
        raise Conflict

    with pytest.raises(Conflict):
        accepted(check)
