"""`docs/recognizers.md` is in step with the recognizer files."""

from pathlib import Path

from feedanon.recognizers.document import document

PAGE = Path(__file__).parent.parent.parent / "docs" / "recognizers.md"


def test_the_page_is_up_to_date() -> None:
    assert PAGE.read_text(encoding="utf-8") == document(), (
        "run: python -m feedanon.recognizers.document > docs/recognizers.md"
    )
