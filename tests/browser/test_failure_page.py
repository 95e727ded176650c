"""A path where nothing is."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.wrongs import wrongs_of


def test_a_lost_visitor_is_told_so_and_led_back(page: Page):
    page.goto("/nowhere")

    expect(page.get_by_text("没有找到您要的内容")).to_be_visible()
    expect(page.get_by_role("link", name="返回首页")).to_be_visible()


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_everybody_can_use_it(page: Page, colours):
    page.emulate_media(color_scheme=colours)
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto("/nowhere")

    assert list(wrongs_of(page)) == []
