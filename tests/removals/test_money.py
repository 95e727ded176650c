"""What the database itself refuses about quotes and payouts, whoever asks it."""

import pytest
from django.db import DatabaseError, connection, transaction

from tests.places import NINE
from tests.quoted import agree, quoted
from tests.removals.conftest import work_on
from voltbay.removals.quotes.answer import refuse

ACCEPT = (
    "UPDATE removals_quote SET state = 'accepted', answered_at = now(), answered_on = 'tablet', "
    "witness_id = made_by_id, signer = 'x', signature = 'x'"
)
PAID_SOMEHOW = "state = 'paid', changes = 1, reason = 'x', paid_at = now(), way = ''"
OWE = (
    "INSERT INTO removals_payout (id, quote_id, state, way, reference, reason, changes,"
    " changed_at) SELECT gen_random_uuid(), id, 'owed', '', '', '', 0, now() FROM removals_quote"
)
QUOTE_AGAIN = (
    "INSERT INTO removals_quote (id, removal_id, number, state, total_yuan, note, made_at,"
    " made_by_id, answered_on) SELECT gen_random_uuid(), removal_id, 2, 'waiting', 1, '', now(),"
    " made_by_id, '' FROM removals_quote"
)
FINISH = "UPDATE removals_removal SET finished_at = now()"


@pytest.fixture
def weighed(removal, bob):
    work_on(removal, bob)
    return removal


def refused(*statements):
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("; ".join(statements))


def done(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.rowcount


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE removals_quote SET total_yuan = 1",
        "UPDATE removals_quote SET state = 'refused'",
        "UPDATE removals_quote SET state = 'waiting', answered_at = NULL, answered_on = ''",
        "UPDATE removals_quote SET answered_at = now()",
        "UPDATE removals_quote SET signature = 'another'",
        "UPDATE removals_quoteline SET amount_yuan = 1",
        "DELETE FROM removals_quoteline",
        "DELETE FROM removals_payout",
        "UPDATE removals_payout SET state = 'paid', changes = 1, reason = 'x'",
        f"UPDATE removals_payout SET {PAID_SOMEHOW}",
        "UPDATE removals_payout SET state = 'waived', changes = 1",
        "UPDATE removals_payout SET state = 'waived', reason = 'x'",
        "UPDATE removals_payout SET state = 'gone', changes = 1, reason = 'x'",
        "UPDATE removals_payout SET quote_id = gen_random_uuid()",
    ],
)
def test_what_was_accepted_stays_and_a_payout_follows_its_rules(weighed, bob, statement):
    agree(weighed, bob, now=NINE)

    refused(statement)


def test_an_answered_quote_may_forget_who_signed_it(weighed, bob):
    agree(weighed, bob, now=NINE)

    assert done("UPDATE removals_quote SET signer = NULL, signature = NULL") == 1


@pytest.mark.parametrize(
    "statements",
    [
        ("DELETE FROM removals_quote",),
        ("UPDATE removals_quote SET total_yuan = -1",),
        ("UPDATE removals_quote SET state = 'accepted'",),
        (ACCEPT.replace("signature = 'x'", "signature = NULL"),),
        (ACCEPT.replace("witness_id = made_by_id", "witness_id = NULL"),),
        ("UPDATE removals_batterypack SET mass_kg = 400", ACCEPT),
        ("DELETE FROM removals_batterypack", ACCEPT),
        (FINISH,),
        (OWE,),
        (QUOTE_AGAIN,),
    ],
)
def test_a_quote_that_waits_is_answered_as_it_stands_or_not_at_all(weighed, bob, statements):
    quoted(weighed, bob, now=NINE)

    refused(*statements)


def test_as_it_stands_it_may_be_accepted(weighed, bob):
    quoted(weighed, bob, now=NINE)

    assert done(ACCEPT) == 1


def test_a_refused_battery_is_not_taken_in(weighed, bob):
    refuse(quoted(weighed, bob, now=NINE), by=bob, now=NINE)

    refused(FINISH)
