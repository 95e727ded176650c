from voltbay.brand.brand import Brand
from voltbay.core.languages import EN, ZH

GREEN = Brand(name_zh="绿电回收", name_en="GreenCell", short_zh="绿电", short_en="GreenCell")


def test_a_title_says_both_names_and_one_only_once():
    assert Brand().both(ZH) == "电池拆卸预约 Voltbay"
    assert GREEN.both(ZH) == "绿电回收 绿电"
    assert GREEN.both(EN) == "GreenCell"


def test_without_a_picture_there_is_no_path_to_one():
    assert GREEN.logo_path == ""
