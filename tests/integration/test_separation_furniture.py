"""What stands beside the articles of pages is learnt from, and never where its site is left out."""

from random import Random

import numpy as np
import pytest

from moderation.article.classifier import ARTICLES, KINDS, PAGES
from moderation.article.layout import read_layout
from moderation.article.values import Label
from moderation.training.evaluate_furniture import FORMS, judge_furniture
from moderation.training.separation import Material, _kept, _word_material, stock_of
from moderation.training.separation_labels import GOLD_WEIGHT
from moderation.training.separation_material import FOUND, Page, marked_paragraphs
from moderation.training.separation_snippet import EDITORIAL, Snippet

NEWSLETTER, POLICY = KINDS.index(Label.NEWSLETTER), KINDS.index(Label.POLICY_NOTICE)
MARKED = "Der Rat der Stadt hat am Montag über den Umbau des Bahnhofs beraten und ihn einstimmig beschlossen."
OTHERS = [
    f"Das {which} Haus am Markt steht seit langem leer, und niemand weiß, was aus ihm werden soll, sagt der Wirt."
    for which in ("erste", "zweite", "dritte", "vierte", "fünfte")
]


def page(site: str, *furniture: Snippet, language: str = "de") -> Page:
    paragraphs = "".join(f"<p>{text}</p>" for text in (MARKED, *OTHERS))
    layout = read_layout(f"<nav>Menü</nav><div>{paragraphs}</div>")
    kinds = np.array([KINDS.index(Label.NAVIGATION), *[EDITORIAL] * (1 + len(OTHERS))])
    weights = np.array([0.4, GOLD_WEIGHT, *[0.4] * len(OTHERS)])
    gold = {"lang": language, "with": ["Umbau des Bahnhofs"], "title": f"Neues vom Markt in {site}"}
    return Page(site, "", layout, kinds, weights, gold, "trafilatura", (kinds, weights), furniture)


def newsletter(house: str) -> Snippet:
    return Snippet(f"{house} frei Haus: jetzt zum Brief der Redaktion anmelden!", NEWSLETTER, FOUND)


@pytest.fixture
def material() -> Material:
    link = Snippet("Netiquette", POLICY, FOUND)
    return Material([(page("a", newsletter("Bote"), link), 0), (page("b", newsletter("Kurier")), 1)], [], [])


def test_articles_are_made_from_the_furniture_of_their_fold(material: Material):
    assert [snippet.text for snippet in stock_of(material, 1).others] == [newsletter("Kurier").text]


def test_links_to_rules_are_not_taken_for_rules(material: Material):
    assert not stock_of(material, 0).policies


def test_words_of_a_fold_that_is_left_out_are_not_learnt(material: Material):
    kept = _kept(material, [0])

    texts, kinds, _ = _word_material(kept, [0], [], Random(1), ARTICLES)

    assert newsletter("Bote").text in texts
    assert newsletter("Kurier").text not in texts
    assert kinds[texts.index("Netiquette")] == POLICY


def test_the_head_for_pages_has_its_furniture_where_it_stands(material: Material):
    texts, _, _ = _word_material(material, [0, 1], [], Random(1), PAGES)

    assert newsletter("Bote").text not in texts


def test_paragraphs_that_people_marked_are_closings(material: Material):
    assert [closing.text for closing in stock_of(material, 0).closings] == [MARKED]
    assert not marked_paragraphs(page("c", language="en"))


class _Extracting:
    """Stands for a separator: keeps what it is told to."""

    def __init__(self, keeps):
        self._keeps = keeps

    def separate(self, source):
        lines = read_layout(source).runs
        return type("Separation", (), {"text": "\n\n".join(run.text for run in lines if self._keeps(run.text))})


@pytest.mark.parametrize(
    ("keeps", "stays", "kept"), [(lambda _: True, 1.0, 1.0), (lambda text: "Brief" not in text, 0, 1)]
)
def test_furniture_that_stays_is_counted_by_form(keeps, stays: float, kept: float):
    pages = [page(site, newsletter(site)) for site in ("a", "b", "c", "d")]

    found = {what: share for what, share, _ in judge_furniture(_Extracting(keeps), pages)}

    assert found["real footers kept: HTML paragraphs"] == found["real footers kept: lines"] == stays
    assert found["marked paragraphs kept: HTML paragraphs"] == kept
    assert len(found) == 3 * len(FORMS)
