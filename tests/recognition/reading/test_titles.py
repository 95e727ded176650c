"""What a line calls the paper that it stands on."""

import pytest

from voltbay.recognition.reading.strangers import STRANGERS
from voltbay.recognition.reading.titles import SHORT, owners_of

EVERY = {title for one in STRANGERS for title in one.titles}
BEGUN = [one[:-1] for one in sorted(EVERY) if len(one) > SHORT]
NAMES = [begun for begun in BEGUN if not any(title in begun for title in EVERY)]


@pytest.mark.parametrize("firm", ["有限公司", "有限责任公司", "股份公司", "育限责任公司", "集团"])
def test_a_company_named_like_a_paper_is_no_paper(firm):
    assert "道路运输" in NAMES
    assert owners_of(f"郎溪安捷{one}{firm}" for one in NAMES) == [None] * len(NAMES)


@pytest.mark.parametrize("line", ["道路运输证", "道路运愉证", "安徽省道路运输证"])
def test_a_title_is_one_though_a_character_is_misread(line):
    assert owners_of([line])[0].code == "other_car_paper"
