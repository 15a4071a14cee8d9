"""The way from frames to a model: parsing, filling, noise, labels, gradients, and a tiny model end to end."""

from __future__ import annotations

import random
import re
from pathlib import Path

import numpy as np
import pytest

from feedanon.detection import name_model
from feedanon.detection.lexicon import Lexicon
from feedanon.detection.model_features import WordReader, phrase_signs
from training import corpus, evaluate, frames, gazetteers, noise, numbers, train
from training.__main__ import main
from training.fill import Filler, Piece, contract, elide
from training.frames import Frame
from training.names import strip_accents, urns
from training.network import Batch, Sizes, Text, Trainer, make_batch
from training.people import Person
from training.places import Place

FRAMES = frames.read([gazetteers.HERE / "frames"])


def test_all_frames_parse_and_at_least_a_third_hold_nothing_personal() -> None:
    assert len(FRAMES) >= 4000
    negative = sum(not frame.personal for frame in FRAMES)
    assert len(FRAMES) / 3 <= negative < len(FRAMES) / 2


def test_a_block_without_its_head_is_refused() -> None:
    with pytest.raises(ValueError, match="block 2"):
        frames.parse("# kind: nps | sector: x\nbien\n%%%\nmal", "mine")


@pytest.mark.parametrize(
    "slot", ["{adress1}", "{p1.fulll}", "{p1.}", "{p.full}", "{City1}", "{phones}", "{p12.last}"]
)
def test_an_unknown_slot_is_refused(slot: str, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text(
        f"# kind: nps\n{{p1.full}} {{city1}}\n%%%\n# kind: nps\nmerci {slot}\n", encoding="utf-8"
    )
    with pytest.raises(ValueError, match=r"mine\.txt: block 2 .*" + re.escape(slot)):
        frames.read([tmp_path])


def test_braces_of_json_are_no_slots() -> None:
    (frame,) = frames.parse('# kind: form\n{"nom": "{p1.full}", "n": {"a": 1}, "vide": {}}', "mine")
    assert len(frames.SLOT.findall(frame.template)) == 1


def test_a_folder_without_frames_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(FileNotFoundError, match="absent: no such folder"):
        frames.read([tmp_path / "absent"])
    with pytest.raises(ValueError, match="holds no frame"):
        frames.read([tmp_path])
    (tmp_path / "old.txt").write_bytes("# kind: nps\ntrès bien".encode("cp1252"))
    with pytest.raises(ValueError, match=r"old\.txt: is not UTF-8"):
        frames.read([tmp_path])
    with pytest.raises(SystemExit) as ended:
        main(["evaluate", "--frames", str(tmp_path / "absent")])
    assert ended.value.code == 2
    assert "no such folder" in capsys.readouterr().err


def test_validation_frames_are_a_tenth_of_each_file_and_never_trained_on() -> None:
    learn, held = frames.split(FRAMES, 0)
    assert not {id(frame) for frame in learn} & {id(frame) for frame in held}
    assert len(learn) + len(held) == len(FRAMES)
    for source in {frame.source for frame in FRAMES}:
        share = sum(f.source == source for f in held) / sum(f.source == source for f in FRAMES)
        assert 0.08 < share < 0.12


@pytest.mark.parametrize("seed", range(6))
def test_spans_lie_on_what_was_filled(seed: int) -> None:
    frame = Frame(
        "t",
        "nps",
        "{p1.civ} {p1.last} de {city1}, {p1.full} ({p1.email}), {street1} {postcode1}. @{p2.handle}",
    )
    example = corpus.make(frame, str(seed), noisy=False)
    labels = [label for _, _, label in example.spans]
    assert labels == ["PERSON", "CITY", "PERSON", "?", "STREET_ADDRESS", "FR_POSTCODE", "USERNAME"]
    for start, end, _ in example.spans:
        assert example.text[start:end].strip() == example.text[start:end] != ""


@pytest.mark.parametrize("seed", range(40))
def test_noise_keeps_spans_on_their_words(seed: int) -> None:
    dice = random.Random(seed)
    frame = dice.choice(FRAMES)
    example = corpus.make(frame, str(seed))
    words, spaces = corpus.split(example.text)
    targets = corpus.targets(words, spaces, example.spans)
    assert len(targets) == len(words)
    begun = sum(label > 0 and corpus.LABELS[label].startswith("B-") for label in targets)
    labelled = [span for span in example.spans if span[2] != "?"]
    assert begun <= len(labelled)
    position = 0
    for start, end, _ in example.spans:
        assert position <= start < end <= len(example.text)
        position = end


def test_the_same_slot_is_the_same_person() -> None:
    frame = Frame("t", "nps", "{p1.first} {p2.first} {p1.first}")
    pieces = [piece.text.lower() for piece in Filler(frame, "s", False).fill() if piece.label]
    assert pieces[0] == pieces[2] != pieces[1]


def test_fillings_are_decided_by_the_seed() -> None:
    some = FRAMES[:50]
    assert [e.text for e in corpus.epoch(some, "a")] == [e.text for e in corpus.epoch(some, "a")]
    assert [e.text for e in corpus.epoch(some, "a")] != [e.text for e in corpus.epoch(some, "b")]


def test_names_of_training_and_validation_are_disjoint() -> None:
    learn, held = (
        {_plain(name) for urn in urns(validation).values() for name in urn.names}
        for validation in (False, True)
    )
    assert len(learn) > 5 * len(held) > 5000
    assert not learn & held, "not even one of the most frequent"
    frequent = {_plain(row[0]) for row in gazetteers.first_names()[:500] if len(row[0]) > 2}
    frequent |= {_plain(name) for name, _ in gazetteers.surnames()[:500]}
    assert len(frequent) > 900
    assert frequent <= learn, "what everybody knows is trained on"
    dice = random.Random(1)
    for validation, names in ((False, learn), (True, held)):
        for urn in urns(validation).values():
            assert all(_plain(urn.draw(dice)) in names for _ in range(200))


@pytest.mark.parametrize("validation", [False, True])
def test_people_have_all_their_names(validation: bool) -> None:
    dice = random.Random(1)
    for _ in range(30):
        person = Person(dice, validation)
        assert all((person.first, person.last, person.nick))


def _plain(name: str) -> str:
    """A name as one would confuse it with another: no case, no accents, no signs."""
    return re.sub(r"\W", "", strip_accents(name).upper())


@pytest.mark.parametrize(
    ("before", "name", "after"),
    [
        ("le dossier de ", "Anne", "le dossier d'"),
        ("alors que ", "Aline", "alors qu'"),
        ("de ", "Paul", "de "),
    ],
)
def test_elision(before: str, name: str, after: str) -> None:
    for seed in range(60):
        pieces = [Piece(before)]
        elide(pieces, name, random.Random(seed))
        if pieces[0].text == after:
            return
    pytest.fail("never elided")


def test_contraction() -> None:
    pieces = [Piece("je vais à ")]
    assert contract(pieces, "Le Mans", random.Random(1)) == "Mans"
    assert pieces[0].text == "je vais au "
    pieces = [Piece("maire de ")]
    assert contract(pieces, "Les Ulis", random.Random(1)) == "Ulis"
    assert pieces[0].text == "maire des "


def test_the_vocabulary_holds_no_filled_name() -> None:
    some = [Frame("t", "nps", "merci {p1.first}"), Frame("t", "nps", "merci {p1.full} bien")]
    assert corpus.vocabulary(some) == [" ", "merci"]


def test_every_slot_word_has_a_value() -> None:
    dice = random.Random(0)
    for frame in FRAMES:
        for match in frames.SLOT.finditer(frame.template):
            if match["word"] and match["word"] not in ("org", "brand", "product", "country", "region"):
                assert numbers.value(match["word"], dice)
    assert not [f for f in FRAMES if re.search(r"\{p\d\.\w+\}", frames.SLOT.sub("", f.template))]


def test_places_have_a_postcode_and_a_street() -> None:
    for seed in range(50):
        place = Place(random.Random(seed), seed % 2 == 0)
        assert all((place.shown, re.search(r"\d", place.postcode), place.street()))


@pytest.mark.parametrize("kind", sorted(noise.KINDS))
def test_noise_of_one_kind(kind: str) -> None:
    pieces = [Piece("L'agent a vu, hier. "), Piece("Zoé Petit", "PERSON"), Piece(" : merci à elle !\nFin")]
    noise.lay(pieces, random.Random(3), only=kind)
    assert [piece.label for piece in pieces] == ["", "PERSON", ""]
    assert all(piece.text for piece in pieces)


def test_a_leak_is_one_readable_letter() -> None:
    judged = evaluate.Judged("Zoé Petit est venue", [(0, 9, "PERSON")], [])
    whole = evaluate.tally([judged], [[(0, 9, "PERSON", 0.9)]], 0.5)
    part = evaluate.tally([judged], [[(0, 8, "PERSON", 0.9)]], 0.5)
    wide = evaluate.tally([judged], [[(0, 13, "PERSON", 0.9)]], 0.5)
    assert (whole.leaks["PERSON"], part.leaks["PERSON"], wide.leaks["PERSON"]) == (0, 1, 0)
    assert (whole.over, wide.over, whole.words) == (0, 1, 2)


def test_marked_texts_are_read(tmp_path: Path) -> None:
    path = tmp_path / "a.dev.txt"
    path.write_text("# kind: nps | sector: x\nMerci [[PERSON|Zoé]] de [[?CITY|Lyon]].\n", encoding="utf-8")
    (judged,) = evaluate.read_marked([path])
    assert judged.text == "Merci Zoé de Lyon."
    assert judged.entities == [(6, 9, "PERSON")]
    assert judged.neutral == [(13, 17, "CITY")]


def test_gradients_are_right() -> None:
    trainer = Trainer(Sizes(width=12, dilations=(1, 2)), 11, 2, 0, dropout=0.0, word_dropout=0.0, smooth=0.0)
    trainer.unlisted = 0.0
    trainer.embedding_dropout = 0.0
    trainer.parameters = {name: values.astype(np.float64) for name, values in trainer.parameters.items()}
    batch = _batch()
    _, dense, sparse = trainer._gradients(batch)
    dice = np.random.default_rng(0)
    for name in (
        "out",
        "gate",
        "middle0",
        "left1",
        "right0",
        "bias1",
        "shift0",
        "mix",
        "place",
        "flag",
        "word",
        "ngram",
    ):
        values = trainer.parameters[name]
        direction = dice.normal(size=values.shape)
        losses = []
        for step in (1e-6, -1e-6):
            trainer.parameters[name] = values + step * direction
            losses.append(trainer._gradients(batch)[0])
        trainer.parameters[name] = values
        told = sparse[name][1] * direction[sparse[name][0]] if name in sparse else dense[name] * direction
        assert (losses[0] - losses[1]) / 2e-6 == pytest.approx(float(told.sum()), rel=0.05, abs=2e-3), name


def _batch() -> Batch:
    reader = WordReader([], Lexicon.load())
    texts = []
    for number, frame in enumerate(FRAMES[:4]):
        example = corpus.make(frame, str(number))
        words, spaces = corpus.split(example.text)
        signs = [reader.read(word) for word in words]
        bits = np.array([sign.bits for sign in signs], dtype=np.uint8)
        ids = [hash(word) for word in words]
        targets = np.array(corpus.targets(words, spaces, example.spans))
        texts.append(Text(signs, ids, np.array(spaces), phrase_signs(words, bits, reader.lexicon), targets))
    return make_batch(texts)


@pytest.mark.slow
def test_a_tiny_model_learns_and_is_the_same_twice(tmp_path: Path) -> None:
    some = [frame for frame in FRAMES if frame.source == "reviews"]
    plan = train.Plan(epochs=16, sizes=Sizes(width=32, dilations=(1, 1)))
    for name in ("one", "two"):
        train.train(some, plan, lambda _: None).to_disk(tmp_path / name)
    assert (tmp_path / "one" / "weights.npz").read_bytes() == (tmp_path / "two" / "weights.npz").read_bytes()
    nlp = name_model.load(tmp_path / "one")
    texts = evaluate.from_frames(some, "check")
    counts = evaluate.tally(texts, evaluate.predict(nlp, texts), 0.4)
    assert counts.leak("PERSON") < 25
    assert evaluate.curve(nlp, texts[:5], ("PERSON",), "few")
