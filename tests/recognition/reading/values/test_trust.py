from voltbay.recognition.reading.values.seen import Seen
from voltbay.recognition.reading.values.trust import confirmed


def test_a_code_that_is_read_twice_the_same_is_certain():
    split = 0.99 * 0.6  # the quick network said something else

    assert confirmed(Seen("川A7809C", split), Seen("川A7809C", split)).confidence == 0.99
    assert confirmed(Seen("川A7809C", split), Seen("川A7808C", split)).confidence == split


def test_a_plate_that_a_rule_changed_stays_asked_about_though_it_is_read_twice_the_same():
    asked = Seen("京A97004", 0.99 * 0.6, corrected=True)  # for 京A970D4: both saw an O
    sure = Seen("京A97004", 0.99 * 0.6)

    assert confirmed(asked, asked).confidence == asked.confidence
    assert confirmed(sure, asked).confidence == sure.confidence
