"""Train the block classifier anew from the local mirror of the public corpora and the written texts."""

import argparse
import logging
from pathlib import Path

from moderation.article.classifier import HEADS
from moderation.training.separation_card import measure_again, train_model


def main() -> None:
    """Train, write the model folder, print a summary."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpora", type=Path, help="local mirror, with DIR/pages/…")
    parser.add_argument("--output", type=Path, help="model folder (default: the next version in models/, made active)")
    parser.add_argument("--head", choices=HEADS, help="train this one and take the other from the active model")
    parser.add_argument("--jobs", type=int, default=1, help="processes for the linear models of the folds")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--measure", action="store_true", help="train nothing, measure the model anew for its card")
    arguments = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    if arguments.measure:
        print(measure_again(arguments.output))
        return
    if arguments.corpora is None:
        parser.error("training needs --corpora")
    heads = [arguments.head] if arguments.head else HEADS
    print(train_model(arguments.corpora, arguments.output, arguments.jobs, arguments.seed, heads))


if __name__ == "__main__":
    main()
