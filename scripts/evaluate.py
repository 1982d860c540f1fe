"""Quality figures: how well separation, policy reading and screening do on held-out material."""

import argparse
from pathlib import Path

from moderation.training import (
    evaluate_learning,
    evaluate_policy,
    evaluate_screening,
    evaluate_separation,
    screening_pictures,
)

SUBJECTS = ("separation", "policy", "screening", "learning")


def main() -> None:
    """Evaluate the named subjects and print their tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("subject", choices=(*SUBJECTS, "all"))
    parser.add_argument("--corpora", type=Path, help="local mirror of the public corpora (see fetch_corpora.py)")
    parser.add_argument("--output", type=Path, help="folder for pictures")
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--pictures", type=Path, default=Path("docs/pictures"), help="folder for the charts")
    arguments = parser.parse_args()
    subjects = SUBJECTS if arguments.subject == "all" else (arguments.subject,)
    if arguments.corpora is None and set(subjects) - {"policy"}:
        parser.error("all but policy need --corpora")
    if "separation" in subjects:
        evaluate_separation.main(arguments.corpora, arguments.jobs, arguments.pictures)
    if "policy" in subjects:
        evaluate_policy.main(arguments.jobs)
    if "screening" in subjects:
        evaluate_screening.main(arguments.corpora, arguments.jobs)
        if arguments.output:
            screening_pictures.write_pictures(arguments.output)
    if "learning" in subjects:
        evaluate_learning.main(arguments.corpora, arguments.output)


if __name__ == "__main__":
    main()
