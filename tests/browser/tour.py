"""Every page of the owners' client in every state worth a look, for whoever wants to visit them."""

import io
import re
from collections.abc import Callable
from dataclasses import dataclass

from PIL import Image
from playwright.sync_api import Page

from tests.browser.life import CITY, Life
from tests.browser.triage import answer
from voltbay.articles.models import Article

# Drawn twice by the browser: what Vue was told before is on the screen afterwards.
PAINTED = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"


@dataclass(frozen=True)
class Stop:
    """A page: its address, what shows that it is there, and what is done on it first."""

    name: str
    path: str
    shows: str
    first: Callable[[Page], None] = lambda page: None

    def visit(self, page: Page) -> None:
        """Open the page afresh, as by its link, and wait until it has settled."""
        page.goto("about:blank")
        page.goto(f"/#/pages/{self.path}")
        page.locator(self.shows).first.wait_for()
        # Words that are not Chinese come by themselves.
        page.locator(".top__title", has_text=re.compile(r"\S")).first.wait_for()
        page.locator(".spinner").first.wait_for(state="detached")
        self.first(page)
        page.evaluate(PAINTED)


def press(selector: str, then: str = "body") -> Callable[[Page], None]:
    """Press a button and wait for what it brings."""

    def pressing(page: Page) -> None:
        page.locator(f"{selector} >> visible=true").first.click()
        page.locator(then).first.wait_for()

    return pressing


def enter(selector: str, words: str, then: str) -> Callable[[Page], None]:
    """Type into an entry, confirm with Enter and wait."""

    def entering(page: Page) -> None:
        page.locator(f"{selector} input").fill(words)
        page.locator(f"{selector} input").press("Enter")
        page.locator(then).first.wait_for()

    return entering


def offline(selector: str) -> Callable[[Page], None]:
    """Draw the plug, and press something."""

    def cut(page: Page) -> None:
        page.context.set_offline(True)
        page.locator(selector).first.click()
        page.locator(".state__box[role=alert]").wait_for()
        page.context.set_offline(False)

    return cut


def dark_photo(page: Page) -> None:
    """Choose a photo that the phone itself finds too dark."""
    night = io.BytesIO()
    Image.new("RGB", (1200, 760), (12, 12, 12)).save(night, "JPEG")
    photo = {"name": "night.jpg", "mimeType": "image/jpeg", "buffer": night.getvalue()}
    page.locator(".p-identity-card input[type=file]").set_input_files(photo)
    page.locator(".b-anyway").wait_for()
    page.locator(".b-anyway").scroll_into_view_if_needed()


def lost_photo(page: Page) -> None:
    """Send it all the same, when the network has gone."""
    dark_photo(page)
    page.context.set_offline(True)
    page.locator(".b-anyway button").click()
    page.locator(".b-retry").wait_for()
    page.context.set_offline(False)


def unanswered(page: Page) -> None:
    """Want to go on without answering what is asked about the car."""
    page.locator(".b-answer-again button").click()
    page.locator(".b-not-fine button").click()
    page.locator(".b-answered button").click()
    page.locator(".triage .field__error").first.wait_for()


def in_danger(page: Page) -> None:
    """Say that the battery smells."""
    answer(page, sign="smell")
    page.locator(".danger-part").wait_for()


def standing(page: Page) -> None:
    """Say that the car does not drive, where nobody tows."""
    answer(page, drives="no")
    page.locator(".b-other").first.wait_for()


def another_paper(page: Page) -> None:
    """Hold a passport, photograph its data page, and type what nothing reads."""
    page.locator(".f-paper input[value=passport]").check()
    data_page = io.BytesIO()
    Image.effect_noise((1420, 1000), 90).convert("RGB").save(data_page, "JPEG")
    photo = {"name": "p.jpg", "mimeType": "image/jpeg", "buffer": data_page.getvalue()}
    page.locator(".p-identity-card input[type=file]").set_input_files(photo)
    page.locator(".f-typed-birth_date").wait_for()
    page.locator(".f-typed-number").scroll_into_view_if_needed()


def choosing_cars(page: Page) -> None:
    """Want to choose the cars of a block, and choose none."""
    page.locator(".f-which input[value=chosen]").check()
    page.locator(".b-propose button").click()
    page.locator(".car-picker .field__error").wait_for()


def on_the_plan(page: Page) -> None:
    """See outlets by district, be located, and see them around oneself."""
    page.context.grant_permissions(["geolocation"])
    page.context.set_geolocation({"latitude": 31.23, "longitude": 121.47})
    page.locator(".b-map button").click()
    page.locator(".b-locate button").click()
    page.locator(".plan__pin").first.wait_for()


def to_the_end(page: Page) -> None:
    """Scroll to the bottom, where bars that stand over the page would hide its last lines."""
    page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")


def guests(life: Life) -> list[Stop]:
    """Return the pages of somebody who has not signed in."""
    outlet, company = life.outlet.pk, life.outlet.company_id
    article = Article.objects.get(title__contains="24 位").pk
    return [
        Stop("home", "home/home", ".outlet-card"),
        Stop("home-map", "home/home", ".outlet-card", on_the_plan),
        Stop("home-none", "home/home", ".outlet-card", enter(".f-search", "火星", ".state__box")),
        Stop("home-offline", "home/home", ".outlet-card", offline(".b-search button")),
        Stop("sign-in", "sign-in/sign-in", ".b-submit"),
        Stop(
            "sign-in-wrong",
            "sign-in/sign-in",
            ".b-submit",
            press(".b-submit button", ".field__error"),
        ),
        Stop("terms", "agreement/agreement?kind=terms", ".prose"),
        Stop("privacy", "agreement/agreement?kind=privacy", ".prose"),
        Stop("documents", "agreement/agreement?kind=documents", ".prose"),
        Stop("companies", "companies/companies", ".card h2"),
        Stop("company", f"company/company?id={company}", ".outlet-card"),
        Stop("articles", "articles/articles", ".card h2"),
        Stop("article", f"article/article?id={article}", ".prose table"),
        Stop("outlet", f"outlet/outlet?id={outlet}", ".b-book"),
        Stop("outlet-end", f"outlet/outlet?id={outlet}", ".b-book", to_the_end),
        Stop("outlet-unknown", "outlet/outlet?id=999999", ".state__box[role=alert]"),
        Stop("time", f"time/time?outlet={outlet}", ".times__time"),
        Stop(
            "time-chosen",
            f"time/time?outlet={outlet}",
            ".times__time",
            press(".times__time:not([disabled])", ".is-chosen"),
        ),
        Stop(
            "time-full",
            f"time/time?outlet={life.full.pk}",
            ".days__day",
            press(".days__day >> nth=1", ".b-wait"),
        ),
        Stop(
            "triage-wrong",
            f"time/time?outlet={outlet}",
            ".times__time",
            unanswered,
        ),
        Stop(
            "triage",
            f"time/time?outlet={outlet}",
            ".times__time",
            press(".b-answer-again button", ".b-not-fine"),
        ),
        Stop("danger", f"time/time?outlet={outlet}", ".times__time", in_danger),
        Stop("stands", f"time/time?outlet={life.full.pk}", ".days__day", standing),
        Stop("guest-bookings", "bookings/bookings", ".b-sign-in"),
        Stop("guest-me", "me/me", ".c-support"),
    ]


def owners(life: Life) -> list[Stop]:
    """Return the pages of an owner who is signed in."""
    outlet, open_booking = life.outlet.pk, f"booking/booking?code={life.confirmed.code}"
    fleet = f"id={life.block.fleet_id}"
    return [
        Stop("form", f"form/form?code={life.fresh.code}", ".photo"),
        Stop(
            "form-wrong",
            f"form/form?code={life.fresh.code}",
            ".photo",
            press(".b-next button", ".field__error"),
        ),
        Stop("form-end", f"form/form?code={life.fresh.code}", ".photo", to_the_end),
        Stop("form-dark", f"form/form?code={life.fresh.code}", ".photo", dark_photo),
        Stop("form-lost", f"form/form?code={life.fresh.code}", ".photo", lost_photo),
        Stop("form-passport", f"form/form?code={life.fresh.code}", ".photo", another_paper),
        Stop("form-read", f"form/form?code={life.reading.code}", ".f-doubt-vin"),
        Stop("form-lapsed", f"form/form?code={life.lapsed.code}", ".lapsed"),
        Stop("done", f"done/done?code={life.confirmed.code}", ".done"),
        Stop("done-review", f"done/done?code={life.in_review.code}", ".done"),
        Stop("bookings", "bookings/bookings", ".coming"),
        Stop("booking", open_booking, ".b-cancel"),
        Stop("booking-cancel", open_booking, ".b-cancel", press(".b-cancel button", "dialog h2")),
        Stop("booking-cancelled", f"booking/booking?code={life.cancelled.code}", ".facts"),
        Stop("booking-review", f"booking/booking?code={life.in_review.code}", ".facts"),
        Stop("booking-held", f"booking/booking?code={life.fresh.code}", ".b-go-on"),
        Stop("booking-unknown", "booking/booking?code=XXXXXXXX", ".state__box[role=alert]"),
        Stop(
            "move",
            f"time/time?outlet={outlet}&move={life.confirmed.code}",
            ".times__time",
        ),
        Stop("me", "me/me", ".b-sign-out"),
        Stop("vehicles", "vehicles/vehicles", ".page-body .card"),
        Stop("waitlist", "waitlist/waitlist", ".b-leave"),
        Stop(
            "waitlist-leave", "waitlist/waitlist", ".b-leave", press(".b-leave button", "dialog h2")
        ),
        Stop("call-out", f"call-out/call-out?outlet={outlet}&kind=tow", ".f-place"),
        Stop("call-outs", "call-outs/call-outs", ".b-withdraw"),
        Stop("quote", f"quote/quote?code={life.confirmed.code}", ".page-body > *"),
        Stop("fleets", "fleets/fleets", ".fleet", press(".b-open button", ".ask-form")),
        Stop("fleet", f"fleet/fleet?{fleet}", ".block"),
        Stop("fleet-cars", f"fleet-cars/fleet-cars?{fleet}", ".car"),
        Stop("fleet-people", f"fleet-people/fleet-people?{fleet}", ".b-role"),
        Stop(
            "fleet-role",
            f"fleet-people/fleet-people?{fleet}",
            ".b-role",
            press(".b-role button", "dialog h2"),
        ),
        Stop("fleet-plan", f"fleet-plan/fleet-plan?{fleet}", ".b-propose", choosing_cars),
        Stop("fleet-block", f"fleet-block/fleet-block?{fleet}&code={life.block.code}", ".car"),
        Stop("fleet-receipts", f"fleet-receipts/fleet-receipts?{fleet}", ".state__box"),
        Stop("details", "details/details", ".b-show"),
        Stop("details-shown", "details/details", ".b-show", press(".b-show button")),
        Stop("receipts", "receipts/receipts", ".b-keep"),
        Stop("account", "account/account", ".b-close"),
        Stop("account-close", "account/account", ".b-close", press(".b-close button", "dialog h2")),
    ]


def near_home(page: Page) -> None:
    """Let the first page start in one city, as for an owner who has chosen it before."""
    page.context.add_init_script(
        "if (location.protocol !== 'about:') localStorage.setItem('voltbay.city',"
        f'\'{{"type":"string","data":"{CITY}"}}\')'
    )
