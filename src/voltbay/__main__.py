"""`python -m voltbay`: the same as the `voltbay` command."""

from voltbay.server.cli import main

if __name__ == "__main__":
    main()
