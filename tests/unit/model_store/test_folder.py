import hashlib
import json

import numpy as np
import pytest

from moderation.errors import DamagedModel, UnknownModel
from moderation.model_store.folder import CARD, WEIGHTS, read_model, write_model, write_parts

FORMAT = "example/1"
ARRAYS = {"weights": np.arange(6, dtype=np.float32).reshape(2, 3)}


@pytest.fixture
def folder(tmp_path):
    write_model(tmp_path, {"name": "example", "version": "1", "format": FORMAT}, ARRAYS)
    return tmp_path


def test_model_reads_back_as_written(folder):
    model = read_model(folder, model_format=FORMAT)

    assert model.label == "example/1"
    np.testing.assert_array_equal(model.arrays["weights"], ARRAYS["weights"])


def test_writing_the_same_arrays_gives_the_same_file(folder, tmp_path_factory):
    other = tmp_path_factory.mktemp("other")
    write_model(other, {"name": "example", "version": "1", "format": FORMAT}, ARRAYS)

    assert (other / WEIGHTS).read_bytes() == (folder / WEIGHTS).read_bytes()


def test_part_written_anew_leaves_the_files_of_others_as_they_were(tmp_path):
    card = {"name": "example", "version": "1", "format": FORMAT}
    write_parts(tmp_path, card, {"first": ARRAYS, "second": ARRAYS})
    before = (tmp_path / "first.npz").read_bytes()

    write_parts(tmp_path, card, {"first": ARRAYS, "second": {"weights": np.zeros(1)}})

    assert (tmp_path / "first.npz").read_bytes() == before
    arrays = read_model(tmp_path, model_format=FORMAT).arrays
    np.testing.assert_array_equal(arrays["first/weights"], ARRAYS["weights"])
    np.testing.assert_array_equal(arrays["second/weights"], np.zeros(1))


@pytest.mark.parametrize("name", ["../first.npz", "/etc/passwd", "first.pkl", "First.npz", ""])
def test_card_that_names_other_files_is_refused(tmp_path, name):
    card = {"name": "example", "version": "1", "format": FORMAT, "files": {name: {"sha256": ""}}}
    (tmp_path / CARD).write_text(json.dumps(card), "utf-8")

    with pytest.raises(DamagedModel, match="no parts of a model"):
        read_model(tmp_path, model_format=FORMAT)


def test_any_flipped_bit_is_refused(folder):
    weights = bytearray((folder / WEIGHTS).read_bytes())
    weights[len(weights) // 2] ^= 1
    (folder / WEIGHTS).write_bytes(weights)

    with pytest.raises(DamagedModel, match="not the file its card describes"):
        read_model(folder, model_format=FORMAT)


def test_pickled_objects_are_refused_even_with_a_matching_digest(tmp_path):
    write_model(tmp_path, {"name": "example", "version": "1", "format": FORMAT}, {})
    np.savez_compressed(tmp_path / WEIGHTS, weights=np.array([{"any": "object"}], dtype=object))
    card = json.loads((tmp_path / CARD).read_text("utf-8"))

    card["files"][WEIGHTS]["sha256"] = hashlib.sha256((tmp_path / WEIGHTS).read_bytes()).hexdigest()
    (tmp_path / CARD).write_text(json.dumps(card), "utf-8")

    with pytest.raises(DamagedModel, match="cannot be read"):
        read_model(tmp_path, model_format=FORMAT)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "not readable as JSON"),
        ("[" * 100_000, "not readable as JSON"),
        ("[]", "name, version or format is missing"),
        ('{"name": "example", "version": 1, "format": "example/1"}', "name, version or format is missing"),
        ('{"name": "example", "version": "1", "format": "other/1"}', "where 'example/1' is needed"),
        ('{"name": "example", "version": "1", "format": "example/1"}', "not the file its card describes"),
    ],
)
def test_bad_card_is_refused_by_name(folder, content, message):
    (folder / CARD).write_text(content, "utf-8")

    with pytest.raises(DamagedModel, match=message):
        read_model(folder, model_format=FORMAT)


def test_missing_folder_is_an_unknown_model(tmp_path):
    with pytest.raises(UnknownModel):
        read_model(tmp_path / "nowhere", model_format=FORMAT)
