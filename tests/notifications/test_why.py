import pytest

from voltbay.core.languages import EN, ZH
from voltbay.notifications.channels import aliyun_codes, wechat
from voltbay.notifications.why import SAYS, why

KNOWN = [*aliyun_codes.BY_CODE, *map(str, wechat.ADVICE), *aliyun_codes.ACCOUNT_BEGINS]


@pytest.mark.parametrize("code", KNOWN)
def test_every_code_that_we_know_is_said_in_words(code):
    assert why(code, EN) != SAYS["other"].en


def test_a_code_with_another_ending_is_said_by_its_beginning():
    assert why("Throttling.User", ZH) == SAYS["busy"].zh
    assert why("Forbidden.RAM", ZH) == SAYS["account"].zh
    assert why("isv.SOMETHING_NEW", ZH) == SAYS["other"].zh
