"""Where each staff page is. Who may open which is said in `access.permissions`."""

from django.urls import URLPattern, path

from voltbay.console import home
from voltbay.console.access import sign_in
from voltbay.console.access.guard import View, guarded
from voltbay.console.bookings import booking, call_outs, day, desk, review
from voltbay.console.companies import articles, checks, editor, sign_up
from voltbay.console.dashboard import dashboard
from voltbay.console.fleets import fleets
from voltbay.console.logs import logs
from voltbay.console.money import prices, quote, sign, statement
from voltbay.console.news import hear, robots
from voltbay.console.opening import hours, reach, shopfront, technicians
from voltbay.console.pages import refused
from voltbay.console.people import accounts, consents, staff
from voltbay.console.removals import labels, receipts, removal, stock
from voltbay.console.retention import retention
from voltbay.console.rights import corrections, on_behalf
from voltbay.console.texts import agreements, messages, unsent
from voltbay.console.traceability import archives, battery, report, traceability
from voltbay.console.work import work

app_name = "console"


def page(where: str, view: View, name: str) -> URLPattern:
    """Describe a page that is guarded."""
    return path(where, guarded(name, view, refuse=refused), name=name)


OUTLET = "outlets/<uuid:outlet_id>/"
CALL_OUT = "call-outs/<uuid:callout_id>/"
BOOKING = "bookings/<str:code>/"
RIGHTS = "rights/<uuid:request_id>/"
COMPANY = "companies/<uuid:company_id>/"
SIGN_UP = "companies/sign-ups/<uuid:sign_up_id>/"

# These are open to whoever has no session yet, or not the whole of one.
OPEN = [
    path("sign-in/", sign_in.sign_in, name="sign-in"),
    path("second-factor/", sign_in.second_factor, name="second-factor"),
    path("enrol/", sign_in.start_enrolment, name="enrol"),
    path("password/", sign_in.password, name="password"),
    path("take-back/", sign_in.regain, name="take-back"),
    path("sign-out/", sign_in.sign_out, name="sign-out"),
    path("sign-up/", sign_up.ask, name="sign-up"),
    path("sign-up/<uuid:sign_up_id>/", sign_up.state, name="sign-up-state"),
]
GUARDED = [
    page("", home.home, "home"),
    page("outlets/", home.choose, "outlets"),
    page(f"{OUTLET}day/", day.day, "day"),
    page(f"{OUTLET}board/", day.board, "board"),
    page(f"{OUTLET}wall/", day.wall, "wall"),
    page(f"{OUTLET}print/", day.print_view, "print"),
    page(f"{OUTLET}week/", day.week, "week"),
    page(f"{OUTLET}scan/", day.scan, "scan"),
    page(f"{OUTLET}find/", day.find, "find"),
    page(f"{OUTLET}book/", desk.book, "book"),
    page(f"{OUTLET}call-outs/", call_outs.listed, "call-outs"),
    page(f"{OUTLET}reach/", reach.reach, "reach"),
    page(f"{OUTLET}shopfront/", shopfront.shopfront, "shopfront"),
    page(CALL_OUT, call_outs.show, "call-out"),
    page(f"{CALL_OUT}answer/", call_outs.answer, "call-out-answer"),
    page(f"{CALL_OUT}reveal/", call_outs.reveal_page, "call-out-reveal"),
    page(BOOKING, booking.show, "booking"),
    page(f"{BOOKING}act/", booking.act, "act"),
    page(f"{BOOKING}let-in/", booking.let_in, "let-pass"),
    page(f"{BOOKING}move/", booking.move_page, "move"),
    page(f"{BOOKING}reveal/", booking.reveal, "reveal"),
    page(f"{BOOKING}corrections/", corrections.corrections, "correct"),
    page(f"{BOOKING}corrections/reveal/", corrections.reveal, "correct-reveal"),
    page(f"{BOOKING}removal/", removal.removal, "removal"),
    page(f"{BOOKING}removal/work/", removal.work, "work"),
    page(f"{BOOKING}removal/abandon/", removal.give_up, "abandon"),
    page(f"{BOOKING}removal/photos/", removal.add_photo, "add-photo"),
    page(f"{BOOKING}removal/photos/<uuid:photo_id>/", removal.photo, "photo"),
    page(f"{BOOKING}removal/labels/<str:number>/", labels.label, "label"),
    page(f"{BOOKING}receipt.pdf", receipts.receipt, "receipt"),
    page(f"{BOOKING}receipt/", receipts.reissue, "reissue"),
    page(f"{BOOKING}quote/", quote.quote, "quote"),
    page(f"{BOOKING}quote/sign/", sign.sign, "sign"),
    page(f"{BOOKING}quote/payout/", quote.payout, "payout"),
    page(f"{BOOKING}quote/<int:number>/reveal/", quote.reveal, "quote-reveal"),
    page("money/", prices.choose, "money"),
    page("money/<uuid:company_id>/prices/", prices.prices, "prices"),
    page("money/<uuid:company_id>/statement/", statement.statement, "statement"),
    page("money/<uuid:company_id>/statement/file/", statement.write_file, "statement-file"),
    page(f"{OUTLET}hours/", hours.hours, "hours"),
    page(f"{OUTLET}technicians/", technicians.technicians, "technicians"),
    page(f"{OUTLET}stock/", stock.stock, "stock"),
    page(f"{OUTLET}stock/hand-over/", stock.hand_over_packs, "hand-over"),
    page("traceability/", traceability.listed, "trace"),
    page("traceability/report/", traceability.write, "trace-report"),
    page("traceability/reports/<uuid:report_id>/", report.show, "trace-made"),
    page("traceability/reports/<uuid:report_id>/file/", report.send, "trace-file"),
    page("traceability/reports/<uuid:report_id>/withdraw/", report.withdraw, "trace-withdraw"),
    page("traceability/batteries/<uuid:pack_id>/", battery.show, "trace-battery"),
    page("traceability/batteries/<uuid:pack_id>/enter/", battery.enter, "trace-enter"),
    page("traceability/archive/", archives.verify, "trace-verify"),
    page("traceability/archive/write/", archives.write, "trace-archive"),
    page("review/", review.queue, "review-queue"),
    page("review/<str:code>/", review.review, "review"),
    page("review/<str:code>/decide/", review.decide, "decide"),
    page("review/<str:code>/<str:kind>/", review.photo, "review-photo"),
    page("dashboard/", dashboard.dashboard, "dashboard"),
    page("dashboard/<str:chart>.csv", dashboard.dashboard_csv, "dashboard-csv"),
    page("staff/", staff.listed, "staff"),
    page("staff/new/", staff.add, "staff-new"),
    page("staff/<int:staff_id>/", staff.member, "staff-member"),
    page("hear/", hear.hear, "hear"),
    page("hear/confirm/<str:token>/", hear.confirm_address, "hear-confirm"),
    page(f"{OUTLET}robots/", robots.robots, "robots"),
    page("messages/", messages.listed, "messages"),
    page("messages/unsent/", unsent.listed, "unsent"),
    page("messages/unsent/send/", unsent.send, "unsent-send"),
    page("messages/<str:kind>/", messages.shown, "message"),
    page("messages/<str:kind>/save/", messages.change, "message-save"),
    page("agreements/", agreements.listed, "agreements"),
    page("agreements/changes/", agreements.diff, "agreement-diff"),
    page("agreements/consents/", consents.given, "consents"),
    page("agreements/consents/<uuid:owner_id>/", consents.reveal, "consent-reveal"),
    page("companies/", editor.choose, "company-pages"),
    page("companies/waiting/", checks.waiting, "company-pages-waiting"),
    page("companies/waiting/<uuid:version_id>/", checks.review, "company-page-review"),
    page("companies/articles/<int:article_id>/", articles.review, "company-article-review"),
    page(f"{COMPANY}articles/", articles.listed, "company-articles"),
    page(f"{COMPANY}articles/new/", articles.write, "company-article-new"),
    page(f"{COMPANY}articles/<int:article_id>/", articles.write, "company-article"),
    page(
        f"{COMPANY}articles/<int:article_id>/withdraw/",
        articles.withdraw,
        "company-article-withdraw",
    ),
    page(SIGN_UP, checks.sign_up, "company-sign-up"),
    page(f"{SIGN_UP}look/", checks.look, "company-sign-up-look"),
    page(f"{SIGN_UP}licence/", checks.licence, "company-licence"),
    page(COMPANY, editor.write, "company-page"),
    page(f"{COMPANY}withdraw/", editor.withdraw, "company-page-withdraw"),
    page(f"{COMPANY}pictures/", editor.add, "company-picture-add"),
    page(f"{COMPANY}pictures/<uuid:picture_id>/", editor.picture, "company-picture"),
    page(f"{COMPANY}versions/<int:number>/", editor.earlier, "company-page-version"),
    page(f"{COMPANY}versions/<int:number>/restore/", editor.restore, "company-page-restore"),
    page("fleets/", fleets.listed, "fleets"),
    page("fleets/<uuid:fleet_id>/", fleets.fleet, "fleet"),
    page("fleets/<uuid:fleet_id>/paper/", fleets.paper, "fleet-paper"),
    page("fleets/<uuid:fleet_id>/decide/", fleets.decide_fleet, "fleet-decide"),
    page("accounts/move/", accounts.move, "account-move"),
    page("work/", work.shown, "work-behind"),
    page("work/act/", work.act, "work-behind-act"),
    page("rights/", on_behalf.listed, "rights"),
    page(f"{OUTLET}rights/new/", on_behalf.add, "rights-new"),
    page(f"{RIGHTS}", on_behalf.show, "rights-request"),
    page(f"{RIGHTS}reveal/", on_behalf.reveal, "rights-reveal"),
    page(f"{RIGHTS}paper/", on_behalf.paper, "rights-paper"),
    page(f"{RIGHTS}answer/", on_behalf.answer, "rights-answer"),
    page(f"{RIGHTS}copy/", on_behalf.copy, "rights-copy"),
    page("audit/", logs.audit, "audit"),
    page("views/", logs.views, "views"),
    page("retention/", retention.retention, "retention"),
    page("retention/holds/", retention.place_hold, "hold-place"),
    page("retention/holds/lift/", retention.lift_hold, "hold-lift"),
]
urlpatterns = [*OPEN, *GUARDED]
