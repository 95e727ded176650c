"""How Chinese names are written for whoever reads none."""

import pytest

from voltbay.core.languages import EN, ZH
from voltbay.directory.latin import addressed, latin, named, placed


@pytest.mark.parametrize(
    ("chinese", "said"),
    [
        ("嘉定安亭回收服务网点", "Jiading Anting Recycling Outlet"),
        ("朝阳十八里店回收服务网点", "Chaoyang Shiba Lidian Recycling Outlet"),
        ("重庆两江网点", "Chongqing Liangjiang Outlet"),
        ("西安雁塔", "Xi'an Yanta"),
        ("绿源", "Lüyuan"),
        ("乘用车动力电池拆卸", "Passenger Car Battery Removal"),
        ("报废机动车回收（拆解）企业资质", "End-of-Life Vehicle Recycling (Dismantling) Licence"),
        ("春节放假、盘点", "Spring Festival Holiday, Stocktaking"),
        ("B 栋 3 号", "B Dong 3 Hao"),
        ("", ""),
    ],
)
def test_known_words_are_english_and_the_rest_is_spelt(chinese, said):
    assert latin(chinese) == said


@pytest.mark.parametrize(
    ("address", "area"),
    [
        ("成都市龙泉驿区经开区南四路 126 号", "Longquanyi District, Chengdu"),
        ("江苏省苏州市相城区黄埭镇", "Xiangcheng District, Suzhou"),
        ("新疆维吾尔自治区乌鲁木齐市天山区", "Tianshan District, Wulumuqi"),
        ("深圳市科技路 1 号", "Shenzhen"),
    ],
)
def test_an_address_keeps_its_chinese_behind_district_and_city(address, area):
    assert addressed(address, language=EN) == f"{area} {address}"
    assert addressed(address, language=ZH) == address


def test_what_cannot_be_told_apart_stays_as_it_is():
    assert addressed("张江路 1 号", language=EN) == "张江路 1 号"
    assert placed("Shanghai", language=EN) == "Shanghai"
    assert named("Bay 7", language=EN) == "Bay 7"
