"""The `feedanon` command."""

from __future__ import annotations


def main() -> None:
    """Runs the command with the arguments of the process, and exits."""
    from feedanon.cli.app import run

    run()
