"""What the audit log writes as short codes, said in words: routes, buttons, tables, what else."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _say
from django.utils.translation import gettext_lazy as _

from voltbay.console.words import STEPS

# What somebody does at each route of the console, whether or not it changes something.
ROUTES: Mapping[str, Any] = {
    "home": _("Opens the console"),
    "outlets": _("Chooses an outlet"),
    "day": _("Looks at a day"),
    "board": _("Looks at the day's board"),
    "wall": _("Shows the day on a wall"),
    "print": _("Prints a day"),
    "week": _("Looks at a week"),
    "find": _("Searches for a booking"),
    "scan": _("Looks a code up"),
    "book": _("Books at the desk"),
    "booking": _("Looks at a booking"),
    "act": _("Works on a booking"),
    "let-pass": _("Lets a car in all the same"),
    "move": _("Moves a booking"),
    "reveal": _("Looks at the full numbers of a booking"),
    "call-outs": _("Looks at the call-outs"),
    "call-out": _("Looks at a call-out"),
    "call-out-answer": _("Answers a call-out"),
    "call-out-reveal": _("Looks at who asked to be called on"),
    "reach": _("Says how far the outlet drives"),
    "removal": _("Looks at a removal"),
    "work": _("Works on a removal"),
    "abandon": _("Gives a removal up"),
    "add-photo": _("Keeps a photo of the work"),
    "photo": _("Looks at a photo of the work"),
    "label": _("Prints a label"),
    "receipt": _("Opens a receipt"),
    "reissue": _("Corrects a receipt"),
    "quote": _("Works on an offer"),
    "sign": _("Hands an offer over to be signed"),
    "payout": _("Works on a payout"),
    "quote-reveal": _("Looks at where money goes"),
    "money": _("Chooses a company's prices"),
    "prices": _("Changes the price ranges"),
    "statement": _("Looks at the payouts of a month"),
    "statement-file": _("Takes the payouts of a month as a file"),
    "stock": _("Looks at the store"),
    "hand-over": _("Hands batteries over"),
    "trace": _("Looks at what is to be reported"),
    "trace-report": _("Writes a report"),
    "trace-made": _("Looks at a report"),
    "trace-file": _("Takes a report as a file"),
    "trace-withdraw": _("Withdraws a report"),
    "trace-battery": _("Looks at a battery's reports"),
    "trace-enter": _("Completes what is reported of a battery"),
    "trace-archive": _("Writes a year's archive"),
    "trace-verify": _("Checks an archive"),
    "hours": _("Changes the opening"),
    "shopfront": _("Changes the outlet's photo"),
    "technicians": _("Changes the technicians"),
    "review-queue": _("Looks at what waits for review"),
    "review": _("Reviews a booking"),
    "review-photo": _("Looks at a photo of a paper"),
    "decide": _("Decides a review"),
    "dashboard": _("Looks at the dashboard"),
    "dashboard-csv": _("Takes figures as a file"),
    "staff": _("Looks at the staff"),
    "staff-new": _("Adds somebody to the staff"),
    "staff-member": _("Changes an account of staff"),
    "hear": _("Chooses what to hear of"),
    "hear-confirm": _("Confirms where messages go"),
    "robots": _("Changes the group robots"),
    "messages": _("Looks at the message texts"),
    "message": _("Looks at a message's text"),
    "message-save": _("Changes a message's text"),
    "unsent": _("Looks at the messages not sent"),
    "unsent-send": _("Has messages sent again"),
    "agreements": _("Looks at the agreements"),
    "agreement-diff": _("Compares two agreements"),
    "consents": _("Looks at who agreed"),
    "consent-reveal": _("Looks at who an owner is"),
    "account-move": _("Gives a caller their account back"),
    "company-pages": _("Looks at the companies' pages"),
    "company-page": _("Writes a company's page"),
    "company-page-withdraw": _("Takes back or drops a company's page"),
    "company-picture-add": _("Adds a picture of a company"),
    "company-picture": _("Looks at a picture of a company"),
    "company-page-version": _("Looks at a version of a company's page"),
    "company-page-restore": _("Begins with an earlier version of a company's page"),
    "company-articles": _("Looks at a company's articles"),
    "company-article-new": _("Begins an article of a company"),
    "company-article": _("Writes an article of a company"),
    "company-article-withdraw": _("Takes back an article of a company"),
    "company-article-review": _("Decides about an article of a company"),
    "company-pages-waiting": _("Looks at the companies to check"),
    "company-page-review": _("Decides about a company's page"),
    "company-sign-up": _("Decides about a company that signed up"),
    "company-sign-up-look": _("Looks at a company that signed up"),
    "company-licence": _("Looks at a business licence"),
    "fleets": _("Looks at the companies' accounts"),
    "fleet": _("Looks at a company's account"),
    "fleet-paper": _("Looks at a company's paper"),
    "fleet-decide": _("Decides about a company's account"),
    "work-behind": _("Looks at workers and jobs"),
    "work-behind-act": _("Acts on a job that was given up"),
    "correct": _("Works on a correction"),
    "correct-reveal": _("Looks at what is to be corrected"),
    "rights": _("Looks at the requests of owners"),
    "rights-new": _("Takes a request down"),
    "rights-request": _("Looks at a request"),
    "rights-reveal": _("Looks at who makes a request"),
    "rights-paper": _("Notes that a paper was seen"),
    "rights-answer": _("Answers a request"),
    "rights-copy": _("Hands a copy of the data over"),
    "audit": _("Looks at the audit log"),
    "views": _("Looks at the log of views"),
    "retention": _("Looks at what is kept and erased"),
    "hold-place": _("Keeps a booking for a dispute"),
    "hold-lift": _("Keeps a booking no longer"),
}
# Which button was pressed there.
BUTTONS: Mapping[str, Any] = {
    "accept": _("accept"),
    "add": _("add"),
    "address": _("where messages go"),
    "again": _("do it again"),
    "all": _("all of them"),
    "apply": _("save"),
    "approve": _("approve"),
    "authorisation": _("authorisation seen"),
    "begin": _("begin the removal"),
    "called": _("owner called"),
    "cancel": _("cancel"),
    "car_maker": _("car maker"),
    "carry-out": _("carry out"),
    "check-in": _("check in"),
    "contain": _("battery contained"),
    "correct": _("correct at once"),
    "decline": _("decline"),
    "destination": _("where the money goes"),
    "devices": _("forget devices"),
    "discard": _("throw away"),
    "done": _("done"),
    "drop": _("remove"),
    "edit": _("back to what was typed"),
    "enter": _("enter"),
    "factor": _("second factor anew"),
    "finish": _("finish"),
    "forget": _("forget"),
    "former_code": _("former code"),
    "give_code": _("give a battery its code"),
    "grant": _("grant"),
    "hazards": _("what is seen of a battery"),
    "more": _("more rows"),
    "move": _("hand over"),
    "no-show": _("no-show"),
    "ours": _("text of the house"),
    "pack": _("record a battery"),
    "password": _("new password"),
    "preview": _("look first"),
    "propose": _("make an offer"),
    "receiver": _("receiver"),
    "refuse": _("refuse"),
    "save": _("save"),
    "send": _("send a code"),
    "sessions": _("end sessions"),
    "settle": _("settle"),
    "strike": _("strike a battery out"),
    "suspend": _("suspend"),
    "take-back": _("take back"),
    "try": _("try"),
    "uncoded": _("record a battery without a code"),
    "wake": _("let in again"),
    "weigh": _("weigh a battery"),
    "withdraw": _("withdraw"),
    **{f"step:{kind}": words for kind, words in STEPS.items()},
}
# What is written down beside the routes.
EVENTS: Mapping[str, Any] = {
    "sign-in": _("Signed in"),
    "sign-in-refused": _("Sign-in refused"),
    "second-factor-refused": _("Second factor refused"),
    "password-changed": _("Changed the own password"),
    "took-back": _("Took the tablet back from an owner"),
    "notice-resent": _("A message is sent again"),
    "job-retried": _("A job is done again"),
    "job-forgotten": _("A job is forgotten"),
    "account-moved": _("An account got another phone"),
    "legal-hold-placed": _("A booking is kept for a dispute"),
    "legal-hold-lifted": _("A booking is kept no longer"),
}
# Tables whose every change the database writes down.
TABLES: Mapping[str, Any] = {
    "accounts_agreement": _("Agreement"),
    "accounts_secondfactor": _("Second factor of staff"),
    "accounts_staffuser": _("Account of staff"),
    "accounts_staffuser_outlets": _("Outlet of a member of staff"),
    "accounts_support": _("Customer service"),
    "articles_article": _("Article"),
    "bookings_legalhold": _("Hold for a dispute"),
    "company_pages_pageversion": _("Version of a company's page"),
    "company_pages_picture": _("Picture of a company"),
    "company_pages_signup": _("Company that signed up"),
    "directory_closure": _("Closure"),
    "directory_company": _("Company"),
    "directory_importrun": _("Import of a list"),
    "directory_leave": _("Leave of a technician"),
    "directory_openday": _("Extra opening day"),
    "directory_openinghours": _("Weekly hours"),
    "directory_outlet": _("Outlet"),
    "directory_qualification": _("Qualification"),
    "directory_service": _("Service"),
    "directory_shift": _("Shift of a technician"),
    "directory_technician": _("Technician"),
    "fleets_fleetaccount": _("Company's account"),
    "fleets_fleetmember": _("Member of a company's account"),
    "notifications_templatetext": _("Text of a message"),
    "prices_pricerange": _("Price range"),
    "removals_payout": _("Payout"),
    "removals_quote": _("Offer"),
    "rights_correction": _("Correction"),
    "rights_rightsrequest": _("Request of an owner"),
    "rights_seenpaper": _("Paper that was seen"),
    "staff_news_address": _("Where staff get messages"),
    "staff_news_robot": _("Group robot"),
}
CHANGES: Mapping[str, Any] = {
    "insert": _("added"),
    "update": _("changed"),
    "delete": _("removed"),
}
REFUSED_FROM = 400  # the status of an answer that did nothing


def in_words(what: str) -> str:
    """Say what an entry of the log says; what nobody knows any more stays as it was written."""
    table, _dot, change = what.partition(".")
    if table in TABLES and change in CHANGES:
        return f"{TABLES[table]}: {CHANGES[change]}"
    if what in EVENTS:
        return str(EVENTS[what])
    route, *rest = what.split(" ")
    if route not in ROUTES:
        return what
    return " · ".join([str(ROUTES[route]), *_rest(rest)])


def kinds() -> list[tuple[str, str]]:
    """Return what the log can be narrowed to: its codes, by their words."""
    tables = {f"{table}.": str(words) for table, words in TABLES.items()}
    said = {**ROUTES, **EVENTS, **tables}
    return sorted(((code, str(words)) for code, words in said.items()), key=lambda each: each[1])


def _rest(rest: list[str]) -> Iterator[str]:
    """Say which button was pressed, and whether it did something."""
    for word in rest:
        if word.isdecimal():
            if int(word) >= REFUSED_FROM:
                yield _say("refused (%(status)s)") % {"status": word}
        else:
            yield str(BUTTONS.get(word, word))
