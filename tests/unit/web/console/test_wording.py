import pytest

from moderation.article.reasons import _SAYS
from moderation.comment.circumstances import FAULT, NO_ARTICLE, NO_POLICY
from moderation.policy.parser import parse_policy
from moderation.services.articles import NO_CLAUSE, NO_FOOTER
from moderation.web.console.wording import german


@pytest.mark.parametrize(
    "told",
    [
        NO_ARTICLE.note,
        NO_POLICY.note,
        f"{FAULT.note}: ValueError",
        NO_FOOTER.format("a{0};1"),
        NO_CLAUSE.format("a"),
        *_SAYS.values(),
    ],
)
def test_what_the_service_tells_is_known_in_german(told):
    assert german(told) != told


@pytest.mark.parametrize(
    "rules",
    [
        "",
        "Heute scheint die Sonne über dem See.",
        "Beleidigungen sind verboten. Bitte beachten Sie dabei unsere Regeln. Identitätsdiebstahl ist verboten.",
        "Links sind erlaubt. Links sind verboten. Wir löschen Beiträge ohne Angabe von Gründen.",
        "Falschmeldungen sind verboten. Kommentare dürfen höchstens 500 Zeichen haben.",
    ],
)
def test_warnings_about_rules_are_known_in_german(rules):
    warnings = parse_policy(rules).warnings

    assert [warning for warning in warnings if german(warning) == warning] == []


def test_the_parts_of_a_reason_are_told_one_by_one():
    reason = (
        "points to other articles; 80 % links; inside <nav>; something new; repeated on 7 of 9 articles of this site"
    )

    assert german(reason) == (
        "verweist auf andere Artikel; 80 % Links; innerhalb von <nav>; something new; "
        "steht auf 7 von 9 Artikeln dieser Seite"
    )


def test_categories_have_their_german_name():
    assert german("links: allowed in one sentence and forbidden in another").startswith("Links")
