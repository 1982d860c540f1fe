RULES = "Bitte keine Werbung. Hetze löschen wir. Bitte posten Sie keine Katzenbilder."


def categories(answer):
    return {clause["category"] for clause in answer["clauses"]}


def test_an_operator_corrects_clause_by_clause_and_it_stays(publisher):
    publisher.ask("PUT", "/policy", {"text": RULES})
    fixes = [
        {"quote": "Bitte keine Werbung.", "category": "advertising", "states": False},
        {"quote": "Bitte keine Werbung.", "category": "spam"},
        {"quote": "Hetze löschen wir.", "category": "violence", "strength": "may"},
    ]

    corrected = publisher.ask("PUT", "/policy", {"corrections": fixes}).json
    again = publisher.ask("PUT", "/policy", {"text": RULES + " Danke."}).json

    assert categories(corrected) == categories(again) == {"hate", "spam", "violence"}
    assert categories(publisher.ask("GET", "/policy").json) == {"hate", "spam", "violence"}
    assert {clause["source"] for clause in corrected["clauses"]} == {"operator"}


def test_what_fits_no_category_is_shown_as_other(publisher):
    answer = publisher.ask("PUT", "/policy", {"text": RULES}).json

    assert [rule["quote"] for rule in answer["other"]] == ["Bitte posten Sie keine Katzenbilder."]
    assert answer["summary"]


def test_versions_say_what_they_changed(publisher):
    publisher.ask("PUT", "/policy", {"text": "Hetze löschen wir."})
    publisher.ask("PUT", "/policy", {"text": "Hetze löschen wir. Links sind nicht erlaubt."})

    newest, first = publisher.ask("GET", "/policy/versions").json["versions"]

    assert (newest["changes"], newest["added"], newest["removed"]) == ("added: links; removed: –", ["links"], [])
    assert first["added"] == ["hate"]


def test_a_rules_page_stands_below_the_operators_own_rules(publisher):
    publisher.ask("PUT", "/policy", {"text": "Drohungen löschen wir.", "source": "page"})
    assert publisher.ask("GET", "/policy").json["source"] == "page"

    publisher.ask("PUT", "/policy", {"text": "Hetze löschen wir."})
    assert categories(publisher.ask("GET", "/policy").json) == {"hate"}


def test_nothing_to_set_is_refused(publisher):
    assert publisher.ask("PUT", "/policy", {}).status_code == 422
    unknown = {"corrections": [{"quote": "x", "category": "nonsense"}]}
    assert publisher.ask("PUT", "/policy", unknown).status_code == 422
    missing = {"corrections": [{"quote": "Steht hier nicht.", "category": "spam"}]}
    assert publisher.ask("PUT", "/policy", missing).status_code == 404


def test_withdrawn_rules_of_an_operator_leave_those_below_in_force(publisher):
    publisher.ask("PUT", "/policy", {"text": "Drohungen löschen wir.", "source": "page"})
    publisher.ask("PUT", "/policy", {"text": "Hetze löschen wir."})

    assert publisher.ask("DELETE", "/policy").status_code == 204

    assert categories(publisher.ask("GET", "/policy").json) == {"violence"}
    assert publisher.ask("DELETE", "/policy?source=page").status_code == 204
    assert publisher.ask("GET", "/policy").status_code == 404
    assert len(publisher.ask("GET", "/policy/versions").json["versions"]) == 2


def test_withdrawn_rules_can_be_set_again(publisher):
    publisher.ask("PUT", "/policy", {"text": "Hetze löschen wir."})
    publisher.ask("DELETE", "/policy")
    publisher.ask("PUT", "/policy", {"text": "Hetze löschen wir."})

    assert categories(publisher.ask("GET", "/policy").json) == {"hate"}


def test_a_few_words_are_enough_where_an_operator_says_that_they_are_the_policy(publisher):
    assert categories(publisher.ask("PUT", "/policy", {"text": "Keine Links!"}).json) == {"links"}
