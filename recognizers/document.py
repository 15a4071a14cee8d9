"""Writes `docs/recognizers.md` from the recognizer files.

python -m feedanon.recognizers.document > docs/recognizers.md
"""

from __future__ import annotations

import sys
from collections import defaultdict

from feedanon.detection.yaml_recognizers import Recipe, YamlRecognizer
from feedanon.entities import ENTITY_TYPES

_HEAD = """\
# Recognizers

<!-- Made by `python -m feedanon.recognizers.document`; edit the YAML files or that script instead. -->

One YAML file says everything about one identifier: what it is, who defines it, its patterns, its checksum, the
words around it, and examples that are its tests. `feedanon recognizers` lists them in a shell.

## Add your own

Write a file, say `badge.yaml`:

```yaml
entity: BADGE                      # capitals; a new type or one of the table below
name: Visitor badge
about: Letter and four digits on a visitor's badge.
source: https://intranet.example/badges
requires: {digits: 4}              # a cheap test before the patterns
patterns:                          # they read the text in lower case, without accents, with plain spaces,
  - {regex: 'badge (?P<value>[a-z]\\d{4})', score: 0.8}      # quotes, dashes and digits; `case: true` keeps case
  - {regex: '(?<![a-z0-9])[a-z]\\d{4}(?![a-z0-9])', score: 0.1}
context: {before: [visiteu*], reject: [euros]}             # +0.45 beside a word of `before`; never beside `reject`
examples:
  match: ['badge «K4821»', 'le visiteur portait «K4821»']  # « » say what exactly
  no_match: ['K4821 euros', 'K48']
```

Try it with `feedanon recognizers test badge.yaml`, use it with `Anonymizer(recognizers=["badge.yaml"])` or
`feedanon anonymize avis.csv --recognizers badge.yaml`. A match counts from a score of 0.4.

| key | meaning |
|---|---|
| `entity`, `name`, `about`, `source` | the type it finds; for people: a title, a sentence, the authority's page |
| `requires` | least `digits`, least `run` of digits, one of `chars`, `words`, `parts` of words, a regex `shape` |
| `patterns` | `regex`, `score`; `case: true` reads case and accents; `checked: false` skips `validate`; `requires` |
| | a group `(?P<value>...)` delimits the entity |
| `validate` | a module with `is_valid` (`stdnum.luhn`) or `module:function`: True makes it certain, False drops it |
| `context` | `words`, or `before` and `after`; `reject`; `window` in characters (60); `word*` allows any ending |
| `examples` | `match`: must be found; `no_match`: must not |

In a stock Presidio engine:

```python
from presidio_analyzer import AnalyzerEngine, RecognizerRegistry
from presidio_analyzer.nlp_engine import NoOpNlpEngine

from feedanon import recognizers

engine = AnalyzerEngine(
    registry=RecognizerRegistry(recognizers=recognizers.load("fr"), supported_languages=["fr"]),
    nlp_engine=NoOpNlpEngine([{"lang_code": "fr", "model_name": "none"}]),
    supported_languages=["fr"],
)
results = engine.analyze("RCS Paris 732 829 320", language="fr")
```

And any Presidio recognizer works in feedanon: `Anonymizer(recognizers=[MyRecognizer()])`. One that crashes, or takes
more than 30 seconds on a text, stops that text with a `DetectionError`: nothing is sent.

## What comes with feedanon
"""


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ⏎ ")


def _row(recipe: Recipe) -> str:
    example = next(iter(recipe.match), "").replace("«", "**").replace("»", "**")
    link = f"[{recipe.name}]({recipe.source})" if recipe.source else recipe.name
    return f"| {link} | {_cell(recipe.about)} | {_cell(example)} |"


def document() -> str:
    """The page, as Markdown."""
    from feedanon.detection.pack import build

    recipes: dict[str, list[Recipe]] = defaultdict(list)
    python: dict[str, list[str]] = defaultdict(list)
    for recognizer in build():
        if isinstance(recognizer, YamlRecognizer):
            recipes[recognizer.recipe.entity].append(recognizer.recipe)
        else:
            for entity in recognizer.supported_entities:
                python[entity].append(recognizer.name)
    parts = [_HEAD]
    for name, row in ENTITY_TYPES.items():
        kept = " Found and reported, kept in the text by default." if row.kept else ""
        parts.append(f"### {name}\n\n{row.meaning[0].upper()}{row.meaning[1:]}.{kept}\n")
        if python[name]:
            parts.append(f"Rules in Python: {', '.join(sorted(set(python[name])))}.\n")
        if recipes[name]:
            parts.append("| recognizer | what | example |\n|---|---|---|")
            parts.extend(_row(recipe) for recipe in recipes[name])
            parts.append("")
    return "\n".join(parts)


if __name__ == "__main__":
    sys.stdout.write(document())
