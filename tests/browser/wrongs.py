"""What keeps somebody from using a page: found by axe, and by measuring."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

ROOT = Path(__file__).parents[2]
AXE = ROOT / "client" / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
TOUCH = 44  # CSS pixels, as the WeChat design guide and WCAG's enhanced target size ask

TOO_SMALL = f"""() => [...document.querySelectorAll('a, button, select, input, label.choice')]
  .filter(each => !each.matches('label input') && !each.closest('.prose'))
  .map(each => [each.outerHTML.slice(0, 120), each.getBoundingClientRect()])
  .filter(([, box]) => box.width && (box.height < {TOUCH - 0.5} || box.width < {TOUCH - 0.5}))
  .map(([html, box]) => `${{Math.round(box.width)}}x${{Math.round(box.height)}} ${{html}}`)"""
TOO_WIDE = """() => [...document.querySelectorAll('.app-page *')]
  .filter(each => !each.closest('.days, .sr-only, .photo__take'))
  .filter(each => each.getBoundingClientRect().right > document.documentElement.clientWidth + 1
    || each.scrollWidth > each.clientWidth + 1 && getComputedStyle(each).overflowX === 'hidden')
  .map(each => each.outerHTML.slice(0, 120))"""


def wrongs_of(page: Page) -> Iterator[str]:
    """Find what keeps somebody from using the page as it is shown."""
    wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    if wide > 0:
        yield f"{wide} px too wide"
    yield from (f"sticks out or is cut: {each}" for each in page.evaluate(TOO_WIDE))
    yield from (f"small to touch: {each}" for each in page.evaluate(TOO_SMALL))
    page.evaluate(AXE.read_text())
    found: dict[str, Any] = page.evaluate(f"axe.run(document, {{runOnly: {RULES}}})")
    for each in found["violations"]:
        nodes = [node["html"][:140] + str(node["any"][:1])[:200] for node in each["nodes"][:3]]
        yield f"axe {each['id']} ({each['impact']}): {nodes}"
