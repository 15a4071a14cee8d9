"""What a run did, as tables on standard error; `scan` prints its result. No value is ever shown."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from feedanon.entities import ENTITY_TYPES
from feedanon.formats.columns import Telling, Text, Untouched
from feedanon.formats.headers import HARMLESS, PROSE, meaning

if TYPE_CHECKING:
    from rich.console import Console

    from feedanon.formats.pipeline import Summary

_NAMED = 12


def show(summary: Summary, notes: Sequence[str]) -> None:
    """The summary of `anonymize`: rows, entities by type, columns, time, files.

    Args:
        summary: what was done.
        notes: lines for the end.
    """
    console = _console(stderr=True)
    _types_table(console, summary)
    _columns_lines(console, summary)
    _line(console, f"{_rows(summary)}, {sum(summary.entities.values())} entities, {_time(summary)}")
    for note in notes:
        _line(console, note)


def show_restored(summary: Summary, notes: Sequence[str]) -> None:
    """The summary of `deanonymize`."""
    console = _console(stderr=True)
    _line(console, f"{_rows(summary)}, {_values(summary.restored)} restored, {_time(summary)}")
    for note in notes:
        _line(console, note)


def show_scan(summary: Summary, *, as_json: bool) -> None:
    """The result of `scan`, on standard output.

    Args:
        summary: what was found.
        as_json: for programs.
    """
    console = _console(stderr=False)
    if as_json:
        print(json.dumps(_as_dict(summary), ensure_ascii=False, indent=2))
        return
    from rich.table import Table
    from rich.text import Text as Words

    if summary.by_column:
        table = Table(box=None, pad_edge=False, header_style="bold")
        for title in ("column", "type", "count", "looks like", "meaning"):
            table.add_column(title, justify="right" if title == "count" else "left", overflow="fold")
        for (column, kind), count in _ordered(summary):
            row = (
                column or "(text)",
                kind,
                str(count),
                summary.shapes.get((column, kind), ""),
                _meaning(kind),
            )
            table.add_row(*map(Words, row))
        console.print(table)
    _columns_lines(console, summary)
    _line(console, f"{_rows(summary)}, {sum(summary.entities.values())} entities, {_time(summary)}")


def _ordered(summary: Summary) -> list[tuple[tuple[str, str], int]]:
    """The counts by column in the order of the file, the most frequent type first."""
    order: dict[str, int] = defaultdict(lambda: len(order))
    for column in (*(summary.plan.roles if summary.plan else ()), *(c for c, _ in summary.by_column)):
        order[column]
    return sorted(summary.by_column.items(), key=lambda item: (order[item[0][0]], -item[1], item[0][1]))


def _as_dict(summary: Summary) -> dict[str, Any]:
    roles = summary.plan.roles if summary.plan is not None else {}
    return {
        "rows": summary.rows,
        "entities": dict(summary.entities.most_common()),
        "columns": {
            column: {
                "role": type(role).__name__.lower(),
                **({"type": role.entity_type} if isinstance(role, Telling) else {}),
                "entities": {kind: n for (name, kind), n in summary.by_column.items() if name == column},
            }
            for column, role in roles.items()
        },
        "seconds": round(summary.seconds, 3),
    }


def _meaning(entity_type: str) -> str:
    row = ENTITY_TYPES.get(entity_type)
    if row is None:
        return ""
    return f"{row.meaning} (kept)" if row.kept else row.meaning


def _types_table(console: Console, summary: Summary) -> None:
    if not summary.entities:
        return
    from rich.table import Table

    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("type")
    table.add_column("count", justify="right")
    table.add_column("meaning", style="dim")
    for kind, count in summary.entities.most_common():
        table.add_row(kind, str(count), _meaning(kind))
    console.print(table)


def _columns_lines(console: Console, summary: Summary) -> None:
    """Which columns were searched, which were masked by their headers, and which the user left out."""
    plan = summary.plan
    if plan is None or list(plan.roles) == [""]:
        return
    searched = plan.named(Text)
    telling = [f"{c} ({r.entity_type})" for c, r in plan.roles.items() if isinstance(r, Telling)]
    if searched:
        _line(console, f"free text: {_names(searched)}")
    if telling:
        _line(console, f"by header: {_names(telling)}")
    left = [c for c in plan.named(Untouched) if meaning(c) not in (None, HARMLESS, PROSE)]
    if left:
        _line(console, f"not looked at, though the headers promise personal data: {_names(left)}")


def _names(names: Sequence[str]) -> str:
    more = len(names) - _NAMED
    return ", ".join(names[:_NAMED]) + (f" and {more} more" if more > 0 else "")


def _rows(summary: Summary) -> str:
    return f"{summary.rows} {summary.unit if summary.rows != 1 else summary.unit.removesuffix('s')}"


def _values(count: int) -> str:
    return f"{count} value" if count == 1 else f"{count} values"


def _time(summary: Summary) -> str:
    minutes, seconds = divmod(summary.seconds, 60)
    return f"{minutes:.0f} min {seconds:.0f} s" if minutes else f"{seconds:.1f} s"


def _console(*, stderr: bool) -> Console:
    from rich.console import Console

    return Console(stderr=stderr, highlight=False)


def _line(console: Console, text: str) -> None:
    console.print(text, markup=False, soft_wrap=True)
