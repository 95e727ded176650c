"""One module a case: `run(place)` attacks and returns what it found, one sentence each."""
