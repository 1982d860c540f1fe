from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from moderation.errors import Conflict, InvalidInput, UnknownComment, UnknownSite
from moderation.services.comments import delete, get, screen
from moderation.services.intake import REMEMBERED, ReceivedMessage, receive_once
from moderation.services.sites import add_site, list_sites
from tests.factories import NOW, comment

MESSAGE = ReceivedMessage("bote", "standard", "msg_1", "digest")


@pytest.fixture(autouse=True)
def site(deployment):
    add_site(deployment, "bote", now=NOW)


def test_a_repeated_message_gets_the_first_answer_and_does_nothing(deployment):
    answers = iter(("first", "second"))

    given = [receive_once(deployment, MESSAGE, lambda: next(answers), NOW) for _ in range(3)]

    assert given == ["first"] * 3


def test_the_same_id_from_another_source_is_another_message(deployment):
    receive_once(deployment, MESSAGE, lambda: "standard", NOW)
    other = ReceivedMessage("bote", "ghost", "msg_1", "digest")

    assert receive_once(deployment, other, lambda: "ghost", NOW) == "ghost"


def test_the_same_id_with_another_body_is_a_conflict(deployment):
    receive_once(deployment, MESSAGE, lambda: "first", NOW)

    with pytest.raises(Conflict):
        receive_once(deployment, ReceivedMessage("bote", "standard", "msg_1", "other"), lambda: "second", NOW)


def test_work_that_fails_is_undone_and_may_come_again(deployment):
    def fail():
        add_site(deployment, "made-by-the-message", now=NOW)
        raise InvalidInput("no")

    with pytest.raises(InvalidInput):
        receive_once(deployment, MESSAGE, fail, NOW)

    assert [known.name for known in list_sites(deployment)] == ["bote"]
    assert receive_once(deployment, MESSAGE, lambda: "second try", NOW) == "second try"


def test_messages_that_arrive_twice_at_once_take_effect_once(deployment):
    done = []

    def work():
        add_site(deployment, f"site-{len(done)}", now=NOW)
        done.append(1)
        return "answer"

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: receive_once(deployment, MESSAGE, work, NOW), range(8)))

    assert answers == ["answer"] * 8
    assert len(list_sites(deployment)) == 2


def test_erasing_a_comment_empties_answers_that_quote_it_and_the_message_stays_known(deployment):
    def work():
        return screen(deployment, "bote", comment(text="Worte eines Lesers"), NOW).text

    assert receive_once(deployment, MESSAGE, work, NOW) == "Worte eines Lesers"
    delete(deployment, "bote", "c-1", NOW)

    assert receive_once(deployment, MESSAGE, work, NOW) == ""
    with pytest.raises(UnknownComment):
        get(deployment, "bote", "c-1")


def test_an_old_message_is_forgotten_when_another_comes(deployment):
    receive_once(deployment, MESSAGE, lambda: "first", NOW)
    later = NOW + REMEMBERED + timedelta(seconds=1)
    receive_once(deployment, ReceivedMessage("bote", "standard", "msg_2", "digest"), lambda: "", later)

    assert receive_once(deployment, MESSAGE, lambda: "anew", later) == "anew"


def test_messages_for_unknown_sites_are_refused(deployment):
    with pytest.raises(UnknownSite):
        receive_once(deployment, ReceivedMessage("nobody", "standard", "msg_1", ""), lambda: "", NOW)
