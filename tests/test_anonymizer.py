"""`Anonymizer` and `Session`: what users hold, end to end with the real model."""

import logging
import threading
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feedanon import Anonymizer, DetectionError, Policy, VaultKeyError

KEY = bytes(range(32))
CANARY = "Zbigniewska"
TEXT = "Bonjour, je suis Sophie Martin, 06 12 34 56 78 ou sophie.martin@free.fr. Merci Sophie"


@pytest.fixture(scope="module")
def anonymizer() -> Anonymizer:
    return Anonymizer()


def test_a_text_goes_out_without_names_and_comes_back_exactly(anonymizer: Anonymizer) -> None:
    result = anonymizer.anonymize(TEXT)
    for value in ("Sophie", "Martin", "06 12 34 56 78", "free.fr"):
        assert value not in result.text
    assert {"PERSON", "PHONE_NUMBER", "EMAIL_ADDRESS"} <= {e.entity_type for e in result.entities}
    assert anonymizer.deanonymize(result.text) == TEXT


def test_an_llms_answer_comes_back_real(anonymizer: Anonymizer) -> None:
    session = anonymizer.session("reponse")
    sent = session.anonymize("Mme Kowalczyk attend son colis").text
    assert sent == "Mme <PERSON_1.last> attend son colis"
    assert session.deanonymize("Rappeler **Mme <PERSON_1.last>** vite") == "Rappeler **Mme Kowalczyk** vite"


def test_sessions_do_not_see_each_other(anonymizer: Anonymizer) -> None:
    anonymizer.session("a").anonymize("Mme Kowalczyk")
    assert anonymizer.session("b").deanonymize("<PERSON_1.last>") == "<PERSON_1.last>"


def test_one_value_has_one_pseudonym(anonymizer: Anonymizer) -> None:
    session = anonymizer.session("un")
    first = session.anonymize("Mme Kowalczyk").text
    assert session.anonymize("Mme Kowalczyk").text == first


def test_messages_share_names_and_are_not_changed_in_place(anonymizer: Anonymizer) -> None:
    messages = [
        {"role": "system", "content": "Tu es un assistant."},
        {"role": "user", "content": "je m'appelle Aurélien Kowalczyk", "name": None},
        {"role": "assistant", "content": None},
        {"role": "user", "content": [{"type": "text", "text": "kowalczyk attend"}, {"type": "image_url"}]},
    ]
    sent = anonymizer.session("messages").anonymize_messages(messages)
    assert messages[1]["content"] == "je m'appelle Aurélien Kowalczyk"
    assert "kowalczyk" not in str(sent).lower()
    assert sent[0] == messages[0]
    assert sent[3]["content"][1] == {"type": "image_url"}


def test_a_message_of_another_shape_is_refused(anonymizer: Anonymizer) -> None:
    with pytest.raises(TypeError, match="int"):
        anonymizer.anonymize_messages([{"role": "user", "content": 3}])


def test_streams_equal_the_whole(anonymizer: Anonymizer) -> None:
    session = anonymizer.session("flux")
    sent = session.anonymize(TEXT).text
    for size in range(1, 8):
        chunks = [sent[i : i + size] for i in range(0, len(sent), size)]
        assert "".join(session.deanonymize_stream(chunks)) == TEXT


def test_a_report_tells_what_came_back(anonymizer: Anonymizer) -> None:
    session = anonymizer.session("rapport")
    session.anonymize("Mme Kowalczyk, 06 12 34 56 78")
    text, report = session.deanonymize("<PERSON_1.last> et <PERSON_7>", report=True)
    assert text == "Kowalczyk et <PERSON_7>"
    assert report.restored["<PERSON_1.last>"] == 1
    assert report.invented["<PERSON_7>"] == 1
    assert "<PHONE_NUMBER_1>" in report.lost


@settings(max_examples=100, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=120))
def test_any_text_comes_back_exactly(text: str) -> None:
    session = _rules().session("hypothesis")
    assert session.deanonymize(session.anonymize(text).text) == text


def _rules(cache: list[Anonymizer] = []) -> Anonymizer:  # noqa: B006 - one for all examples
    if not cache:
        cache.append(Anonymizer(model=None))
    return cache[0]


def test_the_same_session_in_a_later_run(tmp_path: Path) -> None:
    path = tmp_path / "avis.vault"
    with Anonymizer(model=None, vault=path, key=KEY) as first:
        sent = first.session("dossier-1234").anonymize("Mme Kowalczyk").text
    with Anonymizer(model=None, vault=f"sqlite:///{path}", key=KEY) as second:
        assert second.session("dossier-1234").deanonymize(sent) == "Mme Kowalczyk"
        assert second.session("dossier-1234").anonymize("Mme Kowalczyk").text == sent


def test_a_wrong_key_is_a_clear_error(tmp_path: Path) -> None:
    path = tmp_path / "avis.vault"
    with Anonymizer(model=None, vault=path, key=KEY) as anonymizer:
        anonymizer.anonymize("Mme Kowalczyk")
    before = path.read_bytes()
    with pytest.raises(VaultKeyError), Anonymizer(model=None, vault=path, key=bytes(32)) as wrong:
        wrong.anonymize("Mme Benali")
    assert path.read_bytes() == before


def test_a_policy_decides_what_becomes_of_each_type() -> None:
    policy = Policy.from_dict({"entities": {"PERSON": "redact", "PHONE_NUMBER": "keep"}})
    sent = Anonymizer(model=None, policy=policy).anonymize("Mme Kowalczyk au 06 12 34 56 78").text
    assert sent == "Mme  au 06 12 34 56 78"


def test_threads_share_one_anonymizer() -> None:
    anonymizer = Anonymizer(model=None)
    seen: list[str] = []

    def work() -> None:
        for number in range(20):
            seen.append(anonymizer.anonymize(f"Mme Kowalczyk, dossier n° 4512-{number}").text.split(",")[0])

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(seen) == 80
    assert set(seen) == {"Mme <PERSON_1.last>"}


def test_nothing_personal_in_reprs_and_logs(caplog: pytest.LogCaptureFixture) -> None:
    anonymizer = Anonymizer(model=None)
    with caplog.at_level(logging.DEBUG):
        session = anonymizer.session("journal")
        result = session.anonymize(f"Mme {CANARY}, 06 12 34 56 78")
        restored, report = session.deanonymize(result.text, report=True)
    assert CANARY in restored
    for shown in (anonymizer, session, result, result.entities, report, caplog.text):
        assert CANARY not in repr(shown)
        assert "06 12 34" not in repr(shown)


@pytest.mark.parametrize("wrong", [None, 3, b"bonjour"])
def test_what_is_no_text_is_refused(anonymizer: Anonymizer, wrong: object) -> None:
    with pytest.raises(TypeError, match="a text is a str"):
        anonymizer.anonymize(wrong)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="a text is a str"):
        anonymizer.deanonymize(wrong)  # type: ignore[call-overload]
    with pytest.raises(TypeError, match="list of texts"):
        anonymizer.anonymize_batch("bonjour")


def test_a_failing_detection_sends_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    anonymizer = Anonymizer(model=None)

    def fail(*_: object, **__: object) -> None:
        raise RuntimeError(CANARY)

    monkeypatch.setattr(anonymizer.detector._analyzer, "analyze", fail)
    with pytest.raises(DetectionError) as caught:
        anonymizer.anonymize(f"Mme {CANARY}")
    assert CANARY not in str(caught.value)
