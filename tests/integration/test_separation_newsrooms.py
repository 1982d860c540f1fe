"""Invented newsrooms: some are learnt from, others only measured."""

from moderation.article.classifier import EDITORIAL_KIND, KINDS
from moderation.training.separation_endings import load_held_out
from moderation.training.separation_folds import fold_of_snippet
from moderation.training.separation_material import load_closings, load_snippets
from moderation.training.separation_newsrooms import HELD_OUT, NEWSROOM, TAUGHT, read_newsrooms


def test_no_text_of_a_held_out_newsroom_is_learnt_from():
    learnt = {snippet.text for snippet in (*load_snippets(), *load_closings())}

    assert not learnt & {text for _, _, text in read_newsrooms(HELD_OUT)}


def test_every_label_of_a_newsroom_is_known():
    labels = {label for part in (TAUGHT, HELD_OUT) for _, label, _ in read_newsrooms(part)}

    assert labels <= set(KINDS)


def test_what_one_newsroom_says_is_held_out_together():
    folds = {}
    for snippet in (*load_snippets(), *load_closings()):
        if snippet.manner.startswith(NEWSROOM):
            folds.setdefault(snippet.manner, set()).add(fold_of_snippet(snippet))

    assert len(folds) > 10
    assert all(len(own) == 1 for own in folds.values())


def test_held_out_newsrooms_are_measured_by_every_text():
    endings = load_held_out()

    texts = [label == EDITORIAL_KIND for _, label, _ in read_newsrooms(HELD_OUT)]
    assert len(endings.closings) == sum(texts)
    assert len(endings.footers) + len(endings.boilerplate) == len(texts) - sum(texts)
