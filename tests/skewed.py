"""Voltbay on a machine whose clock is wrong: `python -m tests.skewed FILE worker …`.

FILE says by how many seconds it is fast, and may be written anew at any moment. Only what reads
the machine's clock is deceived; what counts seconds is not, as on a real machine.
"""

import sys
import time
from pathlib import Path

from voltbay.server import clock_watch
from voltbay.server.cli import main

if __name__ == "__main__":
    clock_watch.EVERY = 0.5  # seconds: a test waits for it
    fast, right = Path(sys.argv[1]), time.time
    time.time = lambda: right() + float(fast.read_text())
    main(sys.argv[2:])
