"""Quality figures: how well separation, policy reading and screening do on held-out material."""

import argparse
from pathlib import Path

from moderation.errors import ModerationError
from moderation.training import (
    evaluate_estimator,
    evaluate_learning,
    evaluate_policy,
    evaluate_screening,
    evaluate_separation,
    screening_pictures,
)
from moderation.training.separation_folds import FOLDS

SUBJECTS = ("separation", "policy", "screening", "learning")


def main() -> None:
    """Evaluate the named subjects and print their tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("subject", choices=(*SUBJECTS, "estimator", "all"))
    parser.add_argument(
        "--estimator", help="an estimator of your own, FILE@SHA256; FILE alone where the settings pin it"
    )
    parser.add_argument("--reviews", type=Path, help="reviews file that it is held against")
    parser.add_argument("--site", help="hold it against the model of this site instead of the shared one")
    parser.add_argument("--corpora", type=Path, help="local mirror of the public corpora (see fetch_corpora.py)")
    parser.add_argument("--output", type=Path, help="folder for pictures")
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--pictures", type=Path, default=Path("docs/pictures"), help="folder for the charts")
    parser.add_argument(
        "--fold",
        type=int,
        choices=range(FOLDS),
        default=evaluate_separation.HELD_OUT,
        help="of sites that separation leaves out",
    )
    arguments = parser.parse_args()
    if arguments.subject == "estimator":
        if not (arguments.estimator and arguments.reviews):
            parser.error("estimator needs --estimator and --reviews")
        try:
            evaluate_estimator.main(arguments.estimator, arguments.reviews, arguments.site)
        except ModerationError as error:
            parser.exit(1, f"evaluate: {error}\n")
        return
    subjects = SUBJECTS if arguments.subject == "all" else (arguments.subject,)
    if arguments.corpora is None and set(subjects) - {"policy"}:
        parser.error("all but policy need --corpora")
    if "separation" in subjects:
        evaluate_separation.main(arguments.corpora, arguments.jobs, arguments.pictures, arguments.fold)
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
