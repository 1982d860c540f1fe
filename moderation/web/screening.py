"""Bodies of `screen` questions and their answers; the only route whose every microsecond counts."""

from collections.abc import Iterator, Sequence

from moderation.errors import InvalidInput, UnknownSite
from moderation.services.answers import answer_screen, asked_article, asked_comment, decision_answer
from moderation.services.lines import ErrorAnswer, ScreenAnswer, ScreenRequest, error_answer
from moderation.services.policyreader import read_policy
from moderation.services.screener import Screener
from moderation.services.site_screening import answer_for_site
from moderation.web.batches import answer_one_or_many
from moderation.web.counting import count_decision
from moderation.web.serving import Serving, utc_now

Judged = ScreenAnswer | ErrorAnswer


def screen_body(raw: bytes, parts: Serving) -> object:
    """Return the answer to a body: one decision, or the results of a batch.

    :raises InvalidInput: if the body cannot be read or judged.
    :raises ModelFault: if there is no model to judge by.
    """

    def judge(question: ScreenRequest) -> ScreenAnswer:
        if question.site is not None:
            given = answer_for_site(parts.deployment, question, utc_now())
        else:
            given = answer_screen(question, parts.deployment.screener)
        count_decision(parts.metrics, question.site or "", given, "stateless")
        return given

    def judge_all(questions: list[ScreenRequest]) -> list[Judged]:
        shared = iter(screen_all([one for one in questions if one.site is None], parts.deployment.screener))
        given = [next(shared) if one.site is None else _for_site(one, parts) for one in questions]
        for question, one in zip(questions, given, strict=True):
            if isinstance(one, ScreenAnswer):
                count_decision(parts.metrics, question.site or "", one, "stateless")
        return given

    return answer_one_or_many(raw, ScreenRequest, judge, judge_all)


def screen_all(questions: Sequence[ScreenRequest], screener: Screener) -> list[Judged]:
    """Return the answers to the questions in their order, each as it would be alone.

    Those with the same policy and article are judged together, which is quicker.
    """
    together: dict[object, list[int]] = {}
    for position, question in enumerate(questions):
        article = question.article and (question.article.title, question.article.text)
        together.setdefault((question.policy, article), []).append(position)
    answers: dict[int, Judged] = {}
    for positions in together.values():
        answers.update(zip(positions, _screen([questions[each] for each in positions], screener), strict=True))
    return [answers[position] for position in range(len(questions))]


def _screen(questions: list[ScreenRequest], screener: Screener) -> Sequence[Judged]:
    try:
        return list(_screen_together(questions, screener))
    except InvalidInput:
        # One of them cannot be judged; which one, only asking singly tells.
        return [_screen_alone(question, screener) for question in questions]


def _screen_together(questions: list[ScreenRequest], screener: Screener) -> Iterator[ScreenAnswer]:
    policy = questions[0].policy
    decisions = screener.screen_many(
        [asked_comment(question) for question in questions],
        policy=None if policy is None else read_policy(policy),
        article=asked_article(questions[0]),
        explain=True,
    )
    for question, decision in zip(questions, decisions, strict=True):
        yield decision_answer(question.id, decision)


def _screen_alone(question: ScreenRequest, screener: Screener) -> Judged:
    try:
        return answer_screen(question, screener)
    except InvalidInput as error:
        return error_answer(question.id, error)


def _for_site(question: ScreenRequest, parts: Serving) -> Judged:
    try:
        return answer_for_site(parts.deployment, question, utc_now())
    except (InvalidInput, UnknownSite) as error:
        return error_answer(question.id, error)
