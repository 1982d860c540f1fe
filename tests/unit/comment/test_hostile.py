from hypothesis import example, given, settings
from hypothesis import strategies as st

from moderation import Screener
from moderation.training.evaluate_screening import every_clause

SIGNS = "*#@$€%|+!_^~?•·×.…'’()[]{}\\/-–„“»«\"<>&;:,0123456789\n\t \u0301\u200b\u202e😀𝓯"
WORDS = (
    "du Idiot Scheiße ficken Arsch arschloch Hure Fotze Depp aufhängen erschießen kaufen www example de http bestellen "
    "Telegram Adresse Kinder wer wohl Zufall kopier teilen die Ausländer sind Dreck ARSCH xx axx a s s f u c k z. B."
).split(" ")
PIECES = st.lists(st.one_of(st.sampled_from(WORDS), st.text(SIGNS, max_size=4), st.just(" ")), max_size=60).map(
    lambda parts: "".join(parts).strip() or "x"
)
SCREENER = Screener.load()
STATED = every_clause()


@given(PIECES)
@example("*a*xxx")
@settings(max_examples=300, deadline=None)
def test_whatever_words_and_signs_are_mixed_comments_are_judged_and_evidence_lies_in_them(text: str) -> None:
    decision = SCREENER.screen(text, policy=STATED, explain=True)
    for violation in decision.violations:
        assert all(text[item.start : item.end] == item.text for item in violation.evidence)
