"""Records through detection and back, in batches, in constant memory."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain
from time import perf_counter
from typing import TYPE_CHECKING, Protocol

from feedanon.entities import ENTITY_TYPES, Category, Entity
from feedanon.formats.columns import Plain, Plan, make_plan, match_columns
from feedanon.formats.records import Change, Kind, Record, Source

if TYPE_CHECKING:
    from feedanon.pseudonyms.streaming import Restorer

BATCH_RECORDS = 1000
BATCH_CHARS = 1 << 20
_COUNTED_COLUMNS = 1000
_OTHERS = "(others)"


class Result(Protocol):
    """What `Anonymizer.anonymize_batch` gives for a text."""

    @property
    def text(self) -> str:
        """The text that may leave."""

    @property
    def entities(self) -> Sequence[Entity]:
        """What was found, with offsets in the original."""


class Worker(Protocol):
    """The part of `Anonymizer` and `Session` that files need."""

    def anonymize_batch(
        self,
        texts: Sequence[str],
        *,
        groups: Sequence[Hashable] | None = None,
        types: Sequence[str | None] | None = None,
    ) -> Sequence[Result]:
        """See `feedanon.Anonymizer`."""

    def restorer(self) -> Restorer:
        """See `feedanon.Anonymizer`."""


class Finder(Protocol):
    """The part of `Anonymizer` that only looks."""

    def detect_batch(
        self,
        texts: Sequence[str],
        *,
        groups: Sequence[Hashable] | None = None,
        types: Sequence[str | None] | None = None,
    ) -> Sequence[Sequence[Entity]]:
        """See `feedanon.Anonymizer`."""


@dataclass
class Summary:
    """What a run did; holds no personal value.

    Attributes:
        unit: what the records are called.
        rows: how many records of data there were.
        entities: entities by type.
        by_column: entities by (column, type).
        shapes: one example of each (column, type) with every letter and digit hidden.
        changed: values that were changed.
        restored: pseudonyms that came back as what they stand for.
        plan: what was looked for where.
        seconds: how long it took.
    """

    unit: str
    rows: int = 0
    entities: Counter[str] = field(default_factory=Counter)
    by_column: Counter[tuple[str, str]] = field(default_factory=Counter)
    shapes: dict[tuple[str, str], str] = field(default_factory=dict)
    changed: int = 0
    restored: int = 0
    plan: Plan | None = None
    seconds: float = 0.0
    _group: Hashable = field(default_factory=object, repr=False)

    def see(self, record: Record) -> None:
        """Counts a record of data; the parts of a long one count once."""
        if record.kind is Kind.DATA and record.values and record.group != self._group:
            self._group = record.group
            self.rows += 1

    def count(self, column: str, text: str, entities: Iterable[Entity]) -> None:
        """Adds what was found in one value."""
        for entity in entities:
            self.entities[entity.entity_type] += 1
            place = (column, entity.entity_type)
            if place not in self.by_column and len(self.by_column) >= _COUNTED_COLUMNS:
                place = (_OTHERS, entity.entity_type)
            self.by_column[place] += 1
            if place not in self.shapes:
                self.shapes[place] = shape(text[entity.start : entity.end])


def shape(value: str) -> str:
    """How a value looks, without what it says: `Zoé Roux` gives `Xxx Xxxx`, `06 12` gives `99 99`."""
    signs = []
    for char in value[:40]:
        if char.isalpha():
            signs.append("X" if char.isupper() else "x")
        elif char.isdigit():
            signs.append("9")
        else:
            signs.append(" " if char.isspace() else char)
    return "".join(signs) + ("…" if len(value) > 40 else "")


def anonymize(
    source: Source,
    worker: Worker,
    finder: Finder,
    write: Callable[[str], None],
    wanted: Sequence[str] | None = None,
) -> Summary:
    """Anonymizes a file.

    Args:
        source: the file.
        worker: the session in which values get their pseudonyms.
        finder: checks what the sample takes for categories.
        write: takes the new text, piece by piece.
        wanted: the columns to work on; None finds them.

    Raises:
        FormatError: the file is broken, or has no such column.
        FeedanonError: detection or the vault failed; what was written so far must not be used.
    """
    began = perf_counter()
    summary = Summary(source.unit)
    for batch, plan in _planned(source, finder, wanted):
        summary.plan = plan
        jobs = _jobs(batch, plan)
        results = worker.anonymize_batch(
            [job.text for job in jobs], groups=[job.group for job in jobs], types=[job.type for job in jobs]
        )
        changes: list[dict[int, Change]] = [{} for _ in batch]
        for job, result in zip(jobs, results, strict=True):
            if not result.entities and result.text == job.text:
                continue
            summary.count(job.column, job.text, result.entities)
            if result.text != job.text:
                changes[job.record][job.index] = job.change(batch[job.record].values[job.index], result)
        for record, change in zip(batch, changes, strict=True):
            summary.changed += len(change)
            write(record.render(change))
            summary.see(record)
    summary.seconds = perf_counter() - began
    _check_wanted(summary.plan, wanted)
    return summary


def scan(
    source: Source,
    finder: Finder,
    wanted: Sequence[str] | None = None,
    read: Callable[[str], None] = lambda _: None,
) -> Summary:
    """Says what is in a file.

    Args:
        source: the file.
        finder: what finds.
        wanted: the columns to look at; None finds them.
        read: takes each piece of the text that was looked at.

    Raises:
        FormatError, FeedanonError: as for `anonymize`.
    """
    began = perf_counter()
    summary = Summary(source.unit)
    for batch, plan in _planned(source, finder, wanted):
        summary.plan = plan
        jobs = _jobs(batch, plan)
        found = finder.detect_batch(
            [job.text for job in jobs], groups=[job.group for job in jobs], types=[job.type for job in jobs]
        )
        for job, entities in zip(jobs, found, strict=True):
            summary.count(job.column, job.text, entities)
        for record in batch:
            read(record.render({}))
            summary.see(record)
    summary.seconds = perf_counter() - began
    _check_wanted(summary.plan, wanted)
    return summary


def deanonymize(source: Source, worker: Worker, write: Callable[[str], None]) -> Summary:
    """Puts the real values back into a file; the arguments are those of `anonymize`."""
    began = perf_counter()
    summary = Summary(source.unit)
    source.all_keys = True
    for batch in _batches(source.records()):  # read ahead: the habits of a file show in more than one row
        for record in batch:
            changes = {}
            for index, value in enumerate(record.values):
                if not value or record.is_number(index):
                    continue
                restorer = worker.restorer()  # each value is a text of its own: no pseudonym spans two
                restored = restorer.feed(value) + restorer.close()
                summary.restored += restorer.report.restored.total()
                if restored != value:
                    changes[index] = Change(restored)
            summary.changed += len(changes)
            write(record.render(changes))
            summary.see(record)
    summary.seconds = perf_counter() - began
    return summary


def deanonymize_text(source: Source, worker: Worker, write: Callable[[str], None]) -> Summary:
    """The same for a text without columns, as a stream: a pseudonym may stand where passages meet."""
    began = perf_counter()
    summary = Summary(source.unit)
    restorer = worker.restorer()
    for record in source.records():
        summary.see(record)
        for value in record.values:
            write(restorer.feed(value))
    write(restorer.close())
    summary.restored = restorer.report.restored.total()
    summary.seconds = perf_counter() - began
    return summary


@dataclass(slots=True)
class _Job:
    """One value on its way through detection, without the white space around it."""

    record: int
    index: int
    column: str
    group: Hashable
    text: str
    type: str | None
    before: int

    def change(self, value: str, result: Result) -> Change:
        """What becomes of the whole value."""
        end = self.before + len(self.text)
        spans = tuple(
            (self.before + e.start, self.before + e.end)
            for e in sorted(result.entities, key=lambda e: e.start)
        )
        return Change(value[: self.before] + result.text + value[end:], spans)


def _jobs(batch: Sequence[Record], plan: Plan) -> list[_Job]:
    jobs = []
    for number, record in enumerate(batch):
        if record.kind is Kind.HEADER:
            continue
        prose = record.kind is Kind.PROSE
        for index, (column, value) in enumerate(zip(record.columns, record.values, strict=True)):
            if not value or value.isspace():
                continue
            if prose:
                wanted, entity_type = True, None
            else:
                wanted, entity_type = plan.task(column, value, record.is_number(index))
            if not wanted:
                continue
            text, before = value, 0
            if entity_type is not None and (value[0].isspace() or value[-1].isspace()):
                text = value.strip()
                before = value.index(text)
            jobs.append(_Job(number, index, column, record.group, text, entity_type, before))
    return jobs


def _planned(
    source: Source, finder: Finder, wanted: Sequence[str] | None
) -> Iterator[tuple[list[Record], Plan]]:
    """The batches, each with the plan that the first one gave."""
    names = [name for name in source.doubtful_header if not wanted or name not in wanted]
    if names and not all(_passes(entity) for found in finder.detect_batch(names) for entity in found):
        source.drop_header()
    batches = _batches(source.records())
    first = next(batches, [])
    plan = make_plan(first, wanted, source.columns)
    _distrust(plan, finder)
    for batch in chain([first], batches):
        yield batch, plan


def _batches(records: Iterable[Record]) -> Iterator[list[Record]]:
    batch: list[Record] = []
    size = 0
    for record in records:
        batch.append(record)
        size += sum(map(len, record.values))
        if len(batch) >= BATCH_RECORDS or size >= BATCH_CHARS:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _distrust(plan: Plan, finder: Finder) -> None:
    """Searches the values that look like categories: a name that comes again and again is still a name.

    Places pass: a column of shops or regions names towns, and no customer's.
    """
    for column, role in list(plan.roles.items()):
        if isinstance(role, Plain) and role.known:
            values = sorted(role.known)
            found = finder.detect_batch(values)
            safe = [v for v, entities in zip(values, found, strict=True) if all(map(_passes, entities))]
            plan.roles[column] = Plain(frozenset(safe), role.trusted)


def _passes(entity: Entity) -> bool:
    row = ENTITY_TYPES.get(entity.entity_type)
    return row is not None and (row.kept or row.category is Category.PLACE)


def _check_wanted(plan: Plan | None, wanted: Sequence[str] | None) -> None:
    """A column that never came up is a mistake of the user's, told before the result is put in place."""
    if plan is not None and wanted is not None:
        match_columns(wanted, list(plan.roles), complete=True)
