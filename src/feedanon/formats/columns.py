"""What is looked for in which column, decided from headers and a sample of the values.

Three roles. A *telling* column holds one type of data by its header, and each cell is masked whole. A
*text* column is searched. A *plain* column holds marks, dates, categories, and is left alone, except for
cells that look like none of these: what the sample did not show is searched, not trusted.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from feedanon.errors import FormatError
from feedanon.formats.headers import HARMLESS, PROSE, SOMEBODY, meaning
from feedanon.formats.records import Kind, Record

_HARMLESS_VALUE = re.compile(
    r"""\s*(?:
      [-+]?\d{1,7}(?:[.,]\d{1,6})?\s?(?:%|€|/\s?\d{1,3}|etoiles?|pts?)?      # marks, amounts, short numbers
    | \d{1,2}[/.-]\d{1,2}[/.-](?:\d{4}|\d{2})(?:[ T,]+(?:à\ )?\d{1,2}[:h]\d{2}(?::\d{2})?)?
    | \d{4}[/.-]\d{1,2}[/.-]\d{1,2}(?:[ T]\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d{1,9})?)?(?:Z|\ ?[+-]\d{2}:?\d{2})?)?
    | \d{1,2}[:h]\d{2}(?::\d{2})?
    | (?:oui|non|yes|no|true|false|vrai|faux|null|none|nan|n/?a|nc|ok|ko|na|m|f|h|mme|m\.|mr|mlle|[-–—_./?]{1,3})
    )\s*""",
    re.VERBOSE | re.IGNORECASE,
)
_NOBODY = re.compile(
    r"(?i)\s*(?:[-–—_./?*xX]{1,6}|n/?a|nc|null|none|nan|n[ée]ant|aucune?|inconnue?|anonyme|vide"
    r"|non renseignée?)?\s*"
)
_IDENTIFYING = re.compile(r"@|(?:\d\W{0,2}){8}")
_NAME = re.compile(r"[^\W\d_]+(?:[ .'’-]+[^\W\d_]+){0,4}\.?")
_DISTINCT_KEPT = 400
_ROLES_KEPT = 10_000  # a JSON file whose keys are data has as many "columns" as it likes
_SHAPES: Mapping[str, re.Pattern[str]] = {
    "EMAIL_ADDRESS": re.compile(r"@|arobas|\(at\)"),
    "PHONE_NUMBER": re.compile(r"(?:\d\W{0,3}){4}"),
    "FR_POSTCODE": re.compile(r"\d{2}"),
    "DATE_OF_BIRTH": re.compile(r"\d"),
    "CUSTOMER_ID": re.compile(r"\d"),
    "IP_ADDRESS": re.compile(r"[.:]"),
    "IBAN_CODE": re.compile(r"\d{4}"),
    "CREDIT_CARD": re.compile(r"\d{4}"),
    "FR_SIREN": re.compile(r"\d{3}"),
    "FR_SIRET": re.compile(r"\d{3}"),
    "FR_NIR": re.compile(r"\d{3}"),
    "FR_ENERGY_METER": re.compile(r"\d{3}"),
    "GPS_COORDINATES": re.compile(r"\d"),
    "DEVICE_ID": re.compile(r"\d"),
    "FR_DRIVING_LICENCE": re.compile(r"\d{4}"),
}
"""What some values of a column must look like for its header to be believed (a `Mobile` may say oui or non)."""


@dataclass(slots=True)
class _Profile:
    """What the sample shows of one column."""

    filled: int = 0
    harmless: int = 0
    long: int = 0
    identifying: int = 0
    names: int = 0
    length: int = 0
    numbers: int = 0
    shaped: int = 0
    distinct: Counter[str] = field(default_factory=Counter)

    def add(self, value: str, shape: re.Pattern[str] | None, number: bool) -> None:
        self.filled += 1
        self.length += len(value)
        self.numbers += number
        self.harmless += bool(_HARMLESS_VALUE.fullmatch(value))
        self.long += len(value) > 40
        self.identifying += bool(_IDENTIFYING.search(value))
        self.names += bool(len(value) <= 40 and _NAME.fullmatch(value))
        self.shaped += shape is None or bool(shape.search(value))
        if len(self.distinct) < _DISTINCT_KEPT:
            self.distinct[value] += 1

    @property
    def is_category(self) -> bool:
        """Few short values, each again and again."""
        few = len(self.distinct) <= min(50, max(2, self.filled // 8))
        return self.filled >= 16 and few and not self.long and not self.identifying


@dataclass(frozen=True, slots=True)
class Telling:
    """Each cell is this, whole."""

    entity_type: str


@dataclass(frozen=True, slots=True)
class Text:
    """Each cell is searched."""


@dataclass(frozen=True, slots=True)
class Plain:
    """Cells are left alone when they are harmless or among the known values; others are searched.

    Attributes:
        known: values that the sample shows to be categories.
        trusted: everything that does not look like an identifier is left alone: the header says so.
    """

    known: frozenset[str] = frozenset()
    trusted: bool = False


@dataclass(frozen=True, slots=True)
class Untouched:
    """The user named other columns."""


Role = Telling | Text | Plain | Untouched


@dataclass
class Plan:
    """The role of each column, and of those that turn up after the sample.

    Attributes:
        roles: by column.
        wanted: the columns that the user named, or None: all that hold something.
    """

    roles: dict[str, Role]
    wanted: frozenset[str] | None = None

    def role(self, column: str) -> Role:
        """The role of a column; one that the sample did not hold is searched, unless its name tells more."""
        found = self.roles.get(column)
        if found is None:
            named = self.wanted is None or _is_wanted(column, self.wanted)
            found = _named_role(column) if named else Untouched()
            if len(self.roles) < _ROLES_KEPT:
                self.roles[column] = found
        return found

    def task(self, column: str, value: str, number: bool = False) -> tuple[bool, str | None]:
        """Whether a value goes to detection, and as which type if its column tells.

        Args:
            column: where it stands.
            value: what stands there.
            number: it is a bare JSON number.
        """
        role = self.roles.get(column) or self.role(column)
        if isinstance(role, Plain):
            if (
                value in role.known
                or (len(value) < 8 and value.isdigit())
                or _HARMLESS_VALUE.fullmatch(value)
            ):
                return False, None
            return not number and (not role.trusted or bool(_IDENTIFYING.search(value))), None
        if isinstance(role, Telling):
            return not _NOBODY.fullmatch(value), role.entity_type
        return not number and isinstance(role, Text), None

    def named(self, kind: type[Role]) -> list[str]:
        """The columns of one kind of role, in the order of the file."""
        return [column for column, role in self.roles.items() if isinstance(role, kind)]


def split_key(column: str) -> tuple[str, str]:
    """The last key of a path and the key that holds it: `client.nom` gives `("nom", "client")`."""
    parent, _, last = column.rpartition(".")
    return last, parent.rpartition(".")[2]


def _named_role(column: str) -> Role:
    said = meaning(*split_key(column))
    return Text() if said in (None, HARMLESS, PROSE, SOMEBODY) else Telling(said)


def _is_wanted(column: str, wanted: frozenset[str]) -> bool:
    return column in wanted or split_key(column)[0] in wanted


def make_plan(sample: Iterable[Record], wanted: Sequence[str] | None, known: Sequence[str] | None) -> Plan:
    """Decides the role of each column.

    Args:
        sample: the first records of the file.
        wanted: the columns that the user named, or None.
        known: all columns of the file when they are known.

    Raises:
        FormatError: the user named a column that the file does not have; the message names those it has.
    """
    profiles = _profiles(sample, known or ())
    chosen = None
    if wanted is not None:
        chosen = frozenset(match_columns(wanted, list(profiles), complete=known is not None))
    roles: dict[str, Role] = {}
    for column, profile in profiles.items():
        if chosen is not None and not _is_wanted(column, chosen):
            roles[column] = Untouched()
            continue
        role = _sampled_role(column, profile)
        roles[column] = Text() if chosen is not None and isinstance(role, Plain) else role
    return Plan(roles, chosen)


def _profiles(sample: Iterable[Record], known: Sequence[str]) -> dict[str, _Profile]:
    profiles: dict[str, _Profile] = defaultdict(_Profile)
    for name in known:
        profiles[name] = _Profile()  # a column without values has a role too
    shapes: dict[str, re.Pattern[str] | None] = {}
    for record in sample:
        if record.kind is not Kind.DATA:
            continue
        for index, (column, value) in enumerate(zip(record.columns, record.values, strict=True)):
            profile = profiles[column]
            if value and not value.isspace():
                if column not in shapes:
                    shapes[column] = _SHAPES.get(meaning(*split_key(column)) or "")
                profile.add(value.strip(), shapes[column], record.is_number(index))
    return profiles


def match_columns(wanted: Sequence[str], known: Sequence[str], *, complete: bool) -> list[str]:
    """The columns that a user means, accents and capitals set aside; `3` is the third.

    Raises:
        FormatError: there is no such column, and `complete` says that `known` is all there is.
    """
    from feedanon.formats.headers import words

    found = []
    for name in wanted:
        folded = words(name)
        same = [c for c in known if c == name or split_key(c)[0] == name]
        same = same or [c for c in known if folded and folded in (words(c), words(split_key(c)[0]))]
        if not same and name.isdigit() and 1 <= int(name) <= len(known):
            same = [known[int(name) - 1]]
        if not same and complete:
            raise FormatError(f"no column '{name}'; the columns are: {', '.join(known)}")
        found.extend(same or [name])
    return found


def _somebody_role(profile: _Profile) -> Role:
    """A column `Client`, `Auteur` or the like: names, numbers, or remarks."""
    filled = max(1, profile.filled)
    if profile.names >= 0.6 * filled:
        return Telling("PERSON")
    codes = sum(n for value, n in profile.distinct.items() if re.fullmatch(r"\S*\d\S*", value))
    return Telling("CUSTOMER_ID") if codes >= 0.6 * max(1, profile.distinct.total()) else Text()


def _sampled_role(column: str, profile: _Profile) -> Role:
    said = meaning(*split_key(column))
    filled = max(1, profile.filled)
    if said == HARMLESS:
        wordy = profile.length > 30 * filled or profile.long > 0.1 * filled
        return Text() if wordy else Plain(trusted=True)
    if said == SOMEBODY:
        return _somebody_role(profile)
    if said == PROSE:
        return Text()
    if said is not None:
        believed = not profile.filled or profile.shaped >= 0.2 * profile.filled
        return Telling(said) if believed else Text()
    return _silent_role(profile)


def _silent_role(profile: _Profile) -> Role:
    """The role of a column whose header says nothing."""
    if profile.filled and profile.harmless == profile.filled:
        return Plain()
    if profile.is_category:
        return Plain(known=frozenset(profile.distinct))
    return Text()
