"""What keeps staff from using a page at its size: too wide, cut, too small to press, or by axe."""

from collections.abc import Iterator

from playwright.sync_api import Page

from tests.browser.wrongs import AXE, RULES

BENCH, DESK, LINK = 56, 44, 24  # CSS pixels: in gloves, with a finger, a link among words
# What scrolls by itself may be wider than the screen.
OUT = """() => {
  const wide = document.documentElement.clientWidth + 1
  const scrolls = each => /auto|scroll/.test(getComputedStyle(each).overflowX)
  const inside = each => scrolls(each) || each.parentElement && inside(each.parentElement)
  return [...document.querySelectorAll('body *')]
    .filter(each => !each.closest('.hidden, .skip, svg') && each.getClientRects().length)
    .filter(each => !inside(each))
    .filter(each => each.getBoundingClientRect().right > wide
      || each.scrollWidth > each.clientWidth + 1 && getComputedStyle(each).overflowX === 'hidden'
        && !each.matches('.outlet, .me a, .note summary'))
    .map(each => each.outerHTML.slice(0, 120))
}"""
SMALL = f"""() => [...document.querySelectorAll('a, button, select, input, summary, label.choice')]
  .filter(each => !each.matches('label.choice input, label.tick input, .skip, .hidden'))
  .map(each => [each, each.getBoundingClientRect(),
    each.closest('.note') ? null : each.closest('.bench')])
  .filter(([each, box, bench]) => box.width && box.height < -0.5 + (
    bench ? {BENCH} : each.matches('a:not(.button):not(header a)') ? {LINK} : {DESK}))
  .filter(([each]) => !each.matches('.note summary, input[type=radio], input[type=checkbox]'))
  .filter(([each, box]) => !(each.matches('a') && getComputedStyle(each).display === 'inline'))
  .map(([each, box]) => `${{Math.round(box.width)}}x${{Math.round(box.height)}} `
    + each.outerHTML.slice(0, 120))"""


def wrongs_at_the_desk(page: Page, *, axe: bool = True) -> Iterator[str]:
    """Find what keeps staff from using a page as it is shown."""
    wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    if wide > 0:
        yield f"{wide} px too wide"
    yield from (f"sticks out or is cut: {each}" for each in page.evaluate(OUT))
    yield from (f"small to press: {each}" for each in page.evaluate(SMALL))
    if not axe:
        return
    page.evaluate(AXE.read_text())
    found = page.evaluate(f"axe.run(document, {{runOnly: {RULES}, resultTypes: ['violations']}})")
    for each in found["violations"]:
        nodes = [node["html"][:140] for node in each["nodes"][:3]]
        yield f"axe {each['id']} ({each['impact']}): {nodes}"
