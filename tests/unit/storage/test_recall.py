from moderation.storage.recall import MOST, Recall


def counted(values):
    asked = []

    def look():
        asked.append(1)
        return values[min(len(asked), len(values)) - 1]

    return look, asked


def test_what_was_found_is_not_looked_up_again():
    look, asked = counted(["a", "b"])
    recall = Recall(seconds=60)

    assert [recall.get(1, look) for _ in range(3)] == ["a"] * 3
    assert len(asked) == 1


def test_what_was_not_found_is_looked_up_each_time():
    look, _ = counted([None, None, "found"])
    recall = Recall(seconds=60)

    assert [recall.get(1, look) for _ in range(3)] == [None, None, "found"]


def test_a_change_and_the_end_of_a_moment_are_seen():
    look, _ = counted(["a", "b"])
    changed, passed = Recall(seconds=60), Recall(seconds=0)
    changed.get(1, look)
    changed.forget()

    assert changed.get(1, look) == "b"
    again, _ = counted(["a", "b"])
    assert [passed.get(1, again) for _ in range(2)] == ["a", "b"]


def test_what_was_read_before_a_change_does_not_outlive_it():
    recall = Recall(seconds=60)

    def look():
        recall.forget()
        return "old"

    recall.get(1, look)

    assert recall.get(1, lambda: "new") == "new"


def test_it_does_not_grow_without_end():
    recall = Recall(seconds=60)
    for number in range(3 * MOST):
        recall.get(number, lambda: "x")

    assert len(recall._kept) <= MOST
