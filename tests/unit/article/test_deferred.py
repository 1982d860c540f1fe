import copy
import pickle
from dataclasses import asdict, replace

import msgspec
import pytest

import moderation
from moderation.article.values import Separation

PAGE = "<html lang=de><h1>Brand in Altdorf</h1><p>Die Feuerwehr kam spät, sagte ein Sprecher. (dpa)</p>"


def fields_of(separation):
    return {name: getattr(separation, name) for name in Separation.__dataclass_fields__}


@pytest.mark.parametrize(
    "passed_on",
    [
        lambda separation: pickle.loads(pickle.dumps(separation)),
        copy.copy,
        copy.deepcopy,
        replace,
        lambda separation: msgspec.json.decode(msgspec.json.encode(separation), type=Separation),
    ],
)
def test_what_is_worked_out_when_asked_for_is_passed_on(passed_on):
    expected = fields_of(moderation.separate(PAGE))

    assert fields_of(passed_on(moderation.separate(PAGE))) == expected
    assert passed_on(moderation.separate(PAGE)) == moderation.separate(PAGE)


def test_asked_twice_a_separation_answers_with_the_same():
    separation = moderation.separate(PAGE)

    assert separation.blocks is separation.blocks
    assert separation.metadata is separation.metadata
    assert asdict(separation)["metadata"]["agency"] == "dpa"


def test_a_separation_has_no_other_fields():
    assert not hasattr(moderation.separate(PAGE), "author")
    assert not hasattr(Separation(None, "", (), None, None), "author")
