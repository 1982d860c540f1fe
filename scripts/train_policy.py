"""Train the reader of comment rules anew from the texts written for the purpose; no corpora are needed."""

import argparse
import logging
from pathlib import Path

from moderation.training.policy_card import train_model


def main() -> None:
    """Train, write the model folder, print a summary."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--output", type=Path, help="model folder to write (default: a new version in models/)")
    parser.add_argument("--jobs", type=int, default=1, help="processes for the linear models")
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    print(train_model(arguments.output, arguments.jobs, arguments.seed))


if __name__ == "__main__":
    main()
