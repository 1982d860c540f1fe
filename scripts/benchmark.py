"""Speed and memory, each as a ratio against a peer in the same run."""

import argparse
from pathlib import Path

from moderation.training import benchmark_http, benchmark_screening, benchmark_separation

SUBJECTS = ("separation", "screening", "http")


def main() -> None:
    """Measure the named subjects and print their tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("subject", nargs="?", default="all", choices=(*SUBJECTS, "all"))
    parser.add_argument("--corpora", type=Path, help="local mirror of the public corpora; invented texts without")
    arguments = parser.parse_args()
    subjects = SUBJECTS if arguments.subject == "all" else (arguments.subject,)
    if "separation" in subjects:
        benchmark_separation.main(arguments.corpora)
    if "screening" in subjects:
        benchmark_screening.main(arguments.corpora)
    if "http" in subjects:
        benchmark_http.main()


if __name__ == "__main__":
    main()
