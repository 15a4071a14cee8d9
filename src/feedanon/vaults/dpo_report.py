"""What a data protection officer needs for the record of processing (GDPR article 30): one HTML file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timezone
from html import escape

from feedanon.entities import ENTITY_TYPES
from feedanon.vaults.journal import Line
from feedanon.vaults.subjects import Problem, SubjectVault

_STYLE = """
body { font: 15px/1.5 system-ui, sans-serif; color: #1c2430; max-width: 60rem; margin: 2rem auto; padding: 0 1rem }
h1 { font-size: 1.6rem } h2 { font-size: 1.15rem; margin-top: 2rem }
table { border-collapse: collapse; width: 100% } caption { text-align: left; color: #5a6675 }
th, td { text-align: left; padding: .3rem .8rem .3rem 0; border-bottom: 1px solid #dde3ea; vertical-align: top }
td.n, th.n { text-align: right; font-variant-numeric: tabular-nums }
.bad { color: #a30f2d; font-weight: 600 } .good { color: #14693b; font-weight: 600 }
code { font-size: .85em; overflow-wrap: anywhere }
"""
_RIGHTS = ("export", "forget", "rectify", "restrict", "lift", "purge", "repair", "rekey")
_LATEST = 200


def vault_report(vault: SubjectVault, place: str, now: datetime | None = None) -> str:
    """One HTML page, complete in itself, without any personal value.

    Args:
        vault: the vault; it is read from end to end and its journal is verified.
        place: how the page calls the vault, such as its path.
        now: with a time zone; the present without.

    Raises:
        VaultError: the vault cannot be read.
    """
    now = now or datetime.now(timezone.utc)
    stats, verdict, problems = vault.stats(), vault.verify_journal(), vault.check()
    verbs, months, latest = _summary(vault.journal())
    oldest = "–" if stats.oldest is None else f"{datetime.fromtimestamp(stats.oldest, timezone.utc):%Y-%m-%d}"
    facts = [
        ("Vault", place),
        ("Kept in", stats.backend),
        ("Protection", _protection(stats.backend)),
        ("Master keys", ", ".join(stats.keys) or "–"),
        ("Sessions", f"{stats.sessions:,}"),
        ("Persons and other identities kept", f"{stats.groups:,}"),
        ("of these under restriction (article 18)", f"{stats.restricted:,}"),
        ("Forgotten (article 17)", f"{stats.forgotten:,}"),
        ("Oldest record", oldest),
        ("Journal", f"{verdict.lines:,} lines; last seal {verdict.last}"),
    ]
    kinds = [
        (name, _meaning(name), f"{count:,}")
        for name, count in sorted(stats.records.items(), key=lambda pair: -pair[1])
    ]
    parts = [
        f"<h1>Record of a pseudonymisation vault</h1><p>Made {now:%Y-%m-%d %H:%M} UTC by feedanon. "
        "Pseudonymised data are personal data still (GDPR article 4(5)): this vault is the additional "
        "information that attributes them to persons, kept apart and secured. This page holds no personal "
        "value.</p>",
        _health(problems, verdict.intact),
        _table("What the vault is", ("Point", "State"), facts),
        _table("Kinds of personal data", ("Type", "Meaning", "Values"), kinds),
        _table("What was done, in records", ("Verb", "Times", "Records"), verbs),
        _table("By month, in records", ("Month", "Issued", "Given back", "Forgotten or purged"), months),
        _table(f"Latest {_LATEST} acts upon rights and keys", ("Time", "Verb", "Session", "Records"), latest),
    ]
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Vault record</title>'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        f"<style>{_STYLE}</style></head><body>{''.join(parts)}</body></html>\n"
    )


def _summary(
    lines: Iterable[Line],
) -> tuple[list[tuple[str, ...]], list[tuple[str, ...]], list[tuple[str, ...]]]:
    times: Counter[str] = Counter()
    records: Counter[str] = Counter()
    months: dict[str, Counter[str]] = {}
    latest: list[tuple[str, ...]] = []
    for line in lines:
        count = sum(line.counts.values())
        times[line.verb] += 1
        records[line.verb] += count
        months.setdefault(line.time[:7], Counter())[line.verb] += count
        if line.verb in _RIGHTS:
            latest = [*latest[-_LATEST + 1 :], (line.time, line.verb, line.session, _counted(line.counts))]
    return (
        [(verb, f"{count:,}", f"{records[verb]:,}") for verb, count in times.most_common()],
        [
            (month, f"{done['issue']:,}", f"{done['restore']:,}", f"{done['forget'] + done['purge']:,}")
            for month, done in sorted(months.items())
        ],
        latest[::-1],
    )


def _counted(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{name} {count:,}" for name, count in sorted(counts.items())) or "–"


def _meaning(name: str) -> str:
    known = ENTITY_TYPES.get(name)
    return "" if known is None else known.meaning


def _protection(backend: str) -> str:
    if backend == "memory":
        return "memory of one process; ends with it"
    return (
        "AES-256-GCM, a data key per session and per person, wrapped by master keys; lookups by HMAC-SHA256"
    )


def _health(problems: Sequence[Problem], intact: bool) -> str:
    if not problems and intact:
        return '<p class="good">The vault is complete and its journal is as it was written.</p>'
    items = "".join(f"<li>{escape(str(problem))}</li>" for problem in problems)
    return f'<p class="bad">The vault has problems:</p><ul class="bad">{items}</ul>'


def _table(title: str, head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    if not rows:
        return f"<h2>{escape(title)}</h2><p>Nothing.</p>"
    heads = "".join(f'<th scope="col">{escape(cell)}</th>' for cell in head)
    body = "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows)
    return f"<h2>{escape(title)}</h2><table><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>"
