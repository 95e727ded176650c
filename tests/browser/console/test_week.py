"""The weekly hours are drawn with a mouse and moved by keyboard; the table is what is sent."""

import pytest
from playwright.sync_api import expect

from voltbay.directory.models import OpeningHours

pytestmark = [pytest.mark.browser, pytest.mark.journey]


def test_hours_are_drawn_and_moved_and_saved(screens, service):
    OpeningHours.objects.exclude(weekday=0).delete()
    OpeningHours.objects.update(opens_at="09:00", closes_at="12:00")
    page = screens()
    page.goto(f"/console/outlets/{service.outlet_id}/hours/")
    days, drawn = page.locator(".draw-week .day"), page.locator(".draw-week .open")
    expect(drawn).to_have_count(1)
    sunday = days.nth(6)
    sunday.scroll_into_view_if_needed()
    box = sunday.bounding_box()
    hour = box["height"] / 16  # from six to ten in the evening

    page.mouse.move(box["x"] + 9, box["y"] + 4 * hour)
    page.mouse.down()
    page.mouse.move(box["x"] + 9, box["y"] + 7 * hour, steps=3)
    page.mouse.up()
    expect(drawn).to_have_count(2)
    drawn.first.focus()
    for key in ("ArrowDown", "Shift+ArrowUp", "+"):
        page.keyboard.press(key)
    week = page.locator("form:has([name=change][value=week])")
    week.get_by_role("button", name="查看受影响的预约").click()
    page.get_by_role("button", name="保存").first.click()

    expect(page.locator(".said")).to_be_visible()
    saved = OpeningHours.objects.order_by("weekday").values_list(
        "weekday", "opens_at", "closes_at", "bays"
    )
    said = [(day, f"{opens:%H:%M}", f"{closes:%H:%M}", bays) for day, opens, closes, bays in saved]
    assert said == [(0, "08:30", "12:30", 3), (6, "10:00", "13:00", 1)]
