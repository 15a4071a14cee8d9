"""`python -m feedanon`: the same as the `feedanon` command."""

from feedanon.cli import main

main()
