"""Migrations as later releases will have them, over the bookings: one of each kind.

Those that are in the tree come first. Only the benchmark and the tests of `voltbay migrate` apply
these, by `bench.later_settings`.
"""

from voltbay.bookings import migrations

__path__ = [*migrations.__path__, *__path__]
