"""How much a process holds of what is sent to it, and who has to go."""

from voltbay.server.web.process.uploads import EACH, Upload, Uploads

ROOM = 100 * EACH


def begun(uploads: Uploads, address: str, *, heard_at: float = 0.0) -> Upload:
    upload = Upload(address, heard_at=heard_at)
    uploads.begin(upload)
    return upload


def test_whoever_holds_most_loses_the_body_that_is_silent_longest():
    uploads = Uploads(most=ROOM)
    honest = begun(uploads, "198.51.100.7")
    uploads.add(honest, bytes(20 * EACH), now=0)
    crowd = [begun(uploads, "203.0.113.9", heard_at=second) for second in range(9)]
    for second, upload in enumerate(crowd):
        uploads.add(upload, bytes(10 * EACH), now=second)

    gone = [upload for upload in crowd if upload not in uploads.open]

    assert honest in uploads.open
    assert gone == crowd[: len(gone)]
    assert gone
    assert uploads.held <= ROOM


def test_a_body_that_is_being_worked_on_stays():
    uploads = Uploads(most=ROOM)
    worked_on = begun(uploads, "203.0.113.9")
    uploads.add(worked_on, bytes(90 * EACH), now=0)
    worked_on.is_coming = False
    told = []
    late = begun(uploads, "198.51.100.7")
    late.give_up = lambda: told.append("go")
    uploads.add(late, bytes(20 * EACH), now=1)

    assert uploads.open == {worked_on}
    assert told == ["go"]
    assert late.body.getvalue() == b""


def test_connections_without_bytes_are_limited_too():
    uploads = Uploads(most=ROOM)
    for second in range(500):
        begun(uploads, "203.0.113.9", heard_at=second)

    assert len(uploads.open) <= 100


def test_an_address_that_holds_much_is_read_more_slowly():
    uploads = Uploads(most=ROOM)
    greedy, modest = begun(uploads, "203.0.113.9"), begun(uploads, "198.51.100.7")
    uploads.add(greedy, bytes(60 * EACH), now=0)
    uploads.add(modest, bytes(20 * EACH), now=0)

    assert uploads.pause(greedy) > 0.1
    assert uploads.pause(modest) == 0


def test_whoever_shares_an_address_with_a_crowd_can_still_book():
    uploads = Uploads(most=ROOM)
    small = begun(uploads, "203.0.113.9", heard_at=0)
    crowd = [begun(uploads, "203.0.113.9", heard_at=second) for second in range(1, 12)]
    for second, upload in enumerate(crowd, 1):
        uploads.add(upload, bytes(10 * EACH), now=second)

    assert small in uploads.open
    assert uploads.pause(small) == 0
    assert crowd[0] not in uploads.open


def test_what_is_counted_in_is_counted_out():
    uploads = Uploads()
    upload = begun(uploads, "203.0.113.9")
    uploads.add(upload, b"12345", now=0)
    uploads.forget(upload)
    uploads.forget(upload)

    assert (uploads.held, uploads.held_by) == (0, {})
