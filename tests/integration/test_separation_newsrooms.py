"""Invented newsrooms, for measuring only."""

from moderation.article.classifier import EDITORIAL_KIND, KINDS
from moderation.training.separation_endings import load_held_out
from moderation.training.separation_material import load_closings, load_snippets
from moderation.training.separation_newsrooms import read_newsrooms


def test_no_text_of_a_held_out_newsroom_is_learnt_from():
    learnt = {snippet.text for snippet in (*load_snippets(), *load_closings())}

    assert not learnt & {text for _, text in read_newsrooms()}


def test_every_label_of_a_newsroom_is_known():
    assert {label for label, _ in read_newsrooms()} <= set(KINDS)


def test_held_out_newsrooms_are_measured_by_every_text():
    endings = load_held_out()

    closings = [label == EDITORIAL_KIND for label, _ in read_newsrooms()]
    assert len(endings.closings) == sum(closings)
    assert len(endings.footers) + len(endings.boilerplate) == len(closings) - sum(closings)
