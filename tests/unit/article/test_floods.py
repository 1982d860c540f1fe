import time
from collections.abc import Callable
from itertools import islice, product
from string import ascii_lowercase

import pytest

import moderation


def words(count: int, size: int) -> list[str]:
    return ["".join(letters) for letters in islice(product(ascii_lowercase, repeat=size), count)]


def lines_of_distinct_words() -> tuple[str, str]:
    different = words(11_900 * 47, 6)
    page = "\n".join(" ".join(different[start : start + 47]) for start in range(0, len(different), 47))
    return page, page


def nested_distinct_classes() -> tuple[str, str]:
    return "".join(f"<div class={word}>" for word in words(60_000, 4)) + "<p>Ein Satz.</p>", "Ein Satz."


def long_attributes() -> tuple[str, str]:
    classes = words(10_000 * 60, 5)
    lists = (" ".join(classes[start : start + 60]) for start in range(0, len(classes), 60))
    return "".join(f"<div class='{each}'>x" for each in lists), "x" * 10_000


def initials_without_end() -> tuple[str, str]:
    return "a. " * 1_300_000, "a." * 1_300_000


def distinct_links() -> tuple[str, str]:
    labels = words(11_500, 5)
    return "<ul>" + "".join(f"<li><a href=/>Mehr {label}</a></li>" for label in labels), "".join(
        f"Mehr {label}" for label in labels
    )


FLOODS = [lines_of_distinct_words, nested_distinct_classes, long_attributes, initials_without_end, distinct_links]


@pytest.mark.parametrize("flood", FLOODS)
def test_floods_are_separated_in_bounded_time_and_lose_no_text(flood: Callable[[], tuple[str, str]]) -> None:
    page, shown = flood()
    started = time.process_time()
    blocks = moderation.separate(page).blocks
    assert time.process_time() - started < 10  # seconds; what is not linear takes minutes
    assert "".join("".join(block.text.split()) for block in blocks) == "".join(shown.split())
