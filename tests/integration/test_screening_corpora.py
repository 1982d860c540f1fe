from collections import Counter
from dataclasses import replace
from hashlib import sha256

import pytest

from moderation.errors import InvalidInput
from moderation.policy.values import Category
from moderation.training.corpora import CORPORA, read_articles, read_authored, read_corpus, read_unseen
from moderation.training.evaluate_further import read_further
from moderation.training.fetching import SOURCES, fetch, training_rows


def test_rows_of_an_official_test_set_are_left_out():
    table = b'id,text,split\n1,"a, b",train\n2,c,test\n3,d,dev\n'

    assert training_rows(table) == b'id,text,split\n1,"a, b",train\n3,d,dev\n'


def test_a_file_of_another_checksum_is_refused_and_the_right_one_kept(tmp_path):
    source = replace(SOURCES[0], sha256=sha256(b"invented\tOTHER\tOTHER\n").hexdigest())
    place = tmp_path / "from" / "comments" / source.corpus / source.file
    place.parent.mkdir(parents=True)
    place.write_bytes(b"invented\tOTHER\tOTHER\n")

    kept = fetch(source, tmp_path / "to", tmp_path / "from")

    assert kept.read_bytes() == place.read_bytes()
    with pytest.raises(InvalidInput, match="checksum"):
        fetch(replace(source, sha256="0" * 64), tmp_path / "to", tmp_path / "from")


def test_what_a_corpus_does_not_say_stays_unknown(tmp_path):
    place = tmp_path / "comments" / "germeval2018" / "germeval2018.training.txt"
    place.parent.mkdir(parents=True)
    place.write_text("So ein Unsinn\tOFFENSE\tINSULT\nGuten Tag\tOTHER\tOTHER\n", "utf-8")

    insult, other = read_corpus(tmp_path, "germeval2018")

    assert Category.INSULT in insult.violates
    assert Category.DISCRIMINATION not in insult.violates | insult.keeps
    assert Category.INSULT in other.keeps
    assert Category.ADVERTISING not in other.violates | other.keeps


def test_a_missing_corpus_is_named(tmp_path):
    with pytest.raises(InvalidInput, match="gahd"):
        read_corpus(tmp_path, "gahd")


def test_our_own_comments_stand_under_our_own_articles_and_none_is_both_learnt_and_tested():
    articles = read_articles()
    train, held_out = read_authored("train"), read_unseen()

    assert {example.article for example in (*train, *held_out) if example.article} <= set(articles)
    assert held_out
    assert not {example.text for example in train} & {example.text for example in held_out}


def test_a_clear_model_learns_from_clear_corpora_alone_and_none_from_those_for_measuring():
    assert all(corpus.clear for corpus in CORPORA if corpus.teaches("clear"))
    assert not [corpus.name for corpus in CORPORA if corpus.measures and corpus.teaches("research")]


@pytest.mark.parametrize(("part", "least"), [("further", 490), ("third", 620)])
def test_no_comment_of_another_author_is_learnt_from(part: str, least: int):
    learnt = {example.text for example in read_authored("train")}
    further = read_further(part)

    assert len(further) >= least
    assert not [one for one in further if one.right and one.should != "no approval"]
    # Signs that anybody would write, such as a lone full stop, aside.
    assert not [one for one in further if one.comment.text in learnt and len(one.comment.text) > 15]


def test_the_third_author_names_a_policy_for_every_comment_and_four_comments_for_every_quad():
    third = read_further("third")
    quads = Counter(one.quad for one in third if one.quad)

    assert all(one.policy for one in third)
    assert set(quads.values()) == {4}
