import numpy as np
import pytest

from moderation.errors import DamagedModel, UnknownModel
from moderation.model_store.folder import read_model, write_model
from moderation.model_store.judges import active_judge, load_judge
from moderation.model_store.registry import active_folder
from moderation.policy.acts import read
from moderation.policy.chunks import chunks_of
from moderation.policy.judge import FORMAT, Judge
from moderation.policy.words import split_words
from moderation.settings import shipped_models


def reading(text):
    return read(split_words(text))


@pytest.fixture(scope="module")
def judge():
    return active_judge(shipped_models())


def copied(tmp_path, **changes):
    stored = read_model(active_folder(shipped_models(), "policy"), model_format=FORMAT)
    write_model(tmp_path, stored.card, {**stored.arrays, **changes})
    return tmp_path


def test_a_chunk_ends_at_marks_and_conjunctions():
    sentence = reading("Spott, Häme und grobe Worte gegen andere bleiben draußen.")

    found = [" ".join(word.folded for word in sentence.words[first : last + 1]) for first, last in chunks_of(sentence)]

    assert found == ["spott", "haeme", "grobe worte gegen andere bleiben draussen"]


def test_sentences_are_judged_alike_alone_and_together(judge):
    sentences = [reading("Grobheiten löschen wir."), reading("Danke für Ihre Geduld."), reading("…")]

    together = judge.judge(sentences)

    for sentence, found in zip(sentences, together, strict=True):
        (alone,) = judge.judge([sentence])
        assert alone.rule == pytest.approx(found.rule, abs=1e-9)
        assert [guess.category for guess in alone.guesses] == [guess.category for guess in found.guesses]


def test_nothing_is_judged_of_nothing(judge):
    assert judge.judge([]) == []
    assert [found.rule for found in judge.judge([reading("… !")])] == [0.0]


def test_the_model_agrees_with_its_card(judge):
    card = read_model(active_folder(shipped_models(), "policy"), model_format=FORMAT).card

    for check in card["self_check"]:
        assert judge.judge([reading(check["text"])])[0].rule == pytest.approx(check["rule"], abs=1e-5)


def test_a_folder_of_models_without_this_one_uses_the_shipped_one(tmp_path):
    assert active_judge(tmp_path).label == active_judge(shipped_models()).label


@pytest.mark.parametrize(
    "changes",
    [
        {"genre": np.zeros(3)},
        {"genre": np.zeros((2, 2))},
        {"slots": np.array([-1], np.int64), "table": np.zeros((1, 37), np.int16)},
        {"steps": np.zeros(2)},
    ],
)
def test_a_model_whose_arrays_do_not_fit_is_refused(tmp_path, changes):
    with pytest.raises(DamagedModel):
        load_judge(copied(tmp_path, **changes))


def test_a_folder_without_a_model_is_refused(tmp_path):
    with pytest.raises(UnknownModel):
        load_judge(tmp_path / "none")


def test_columns_of_another_order_are_refused(judge):
    arrays = {
        "slots": np.zeros(0, np.int64),
        "table": np.zeros((0, 37), np.int16),
        "steps": np.ones(37),
        "intercepts": np.zeros(37),
        "genre": np.zeros(24),
    }
    with pytest.raises(ValueError, match="columns"):
        Judge.from_arrays(arrays, judge.columns[::-1], "")
