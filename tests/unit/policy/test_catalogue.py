from moderation.policy.catalogue import DefaultAction, catalogue, entry
from moderation.policy.default import default_policy
from moderation.policy.summary import summarise
from moderation.policy.values import Category, Mode, Policy


def test_catalogue_describes_every_category_once_with_its_own_rank():
    assert set(catalogue()) == set(Category)
    assert sorted(item.rank for item in catalogue().values()) == list(range(1, len(Category) + 1))


def test_order_of_citation_begins_with_the_gravest():
    assert [category.value for category in catalogue()][:3] == ["violence", "hate", "discrimination"]


def test_reasons_are_one_polite_sentence():
    for item in catalogue().values():
        assert item.reason_de.endswith(".")
        assert item.reason_de.count(". ") == 0
        assert "du " not in item.reason_de.lower()


def test_what_cannot_be_judged_from_text_never_acts_by_itself():
    assert {category for category, item in catalogue().items() if item.never_automatic} == {
        Category.IRONY,
        Category.IDENTITY,
    }
    assert entry(Category.IDENTITY).action is DefaultAction.HOLD


def test_default_netiquette_reads_the_same_in_both_languages():
    german, english = default_policy("de"), default_policy("en")

    assert set(german.stated()) == set(english.stated())
    assert german.mode is english.mode is Mode.PRE
    assert german.warnings == ()


def test_summary_names_rules_and_mode_in_german():
    lines = summarise(default_policy())

    assert lines[0].startswith("Regeln (")
    assert "Beleidigung" in lines[0]
    assert lines[-1] == "Kommentare werden vor der Veröffentlichung geprüft."


def test_summary_of_nothing_says_so():
    assert summarise(Policy("", "0" * 16)) == ("Es ist keine Regel für Kommentare erkannt worden.",)
