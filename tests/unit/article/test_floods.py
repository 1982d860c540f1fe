import time
from random import Random

import pytest

import moderation

RANDOM = Random(1)


def word(size):
    return "".join(RANDOM.choice("abcdefghijklmnopqrstuvwxyz") for _ in range(size))


FLOODS = {
    "distinct words": "\n".join(" ".join(word(6) for _ in range(47)) for _ in range(11_900)),
    "nested distinct classes": "".join(f"<div class={word(4)}>" for _ in range(60_000)) + "<p>Ein Satz.</p>",
    "long attributes": "".join(f"<div class='{' '.join(word(4) for _ in range(60))}'>x" for _ in range(11_900)),
}


@pytest.mark.parametrize("page", FLOODS.values(), ids=FLOODS)
def test_floods_are_separated_in_bounded_time_and_lose_no_text(page):
    started = time.process_time()

    blocks = moderation.separate(page).blocks

    assert time.process_time() - started < 10  # seconds; about one on a quiet machine
    kept = "".join("".join(block.text.split()) for block in blocks)
    shown = page if "<" not in page else "x" * 11_900 if blocks[0].text == "x" else "EinSatz."
    assert kept == "".join(shown.split())
