"""A path where nothing is."""

from playwright.sync_api import Page, expect


def test_a_lost_visitor_is_told_so_and_led_back(page: Page):
    page.goto("/nowhere")

    expect(page.get_by_text("没有找到您要的内容")).to_be_visible()
    expect(page.get_by_role("link", name="返回首页")).to_be_visible()
