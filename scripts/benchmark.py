"""Speed and memory, each as a ratio against a peer in the same run."""

import argparse
from pathlib import Path

from moderation.training import (
    benchmark_http,
    benchmark_policy,
    benchmark_rescreening,
    benchmark_retraining,
    benchmark_screening,
    benchmark_separation,
    benchmark_switching,
)

SUBJECTS = ("separation", "policy", "screening", "http")
LONG = ("retraining", "rescreening", "switching")


def main() -> None:
    """Measure the named subjects and print their tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("subject", nargs="?", default="all", choices=(*SUBJECTS, *LONG, "all"))
    parser.add_argument("--corpora", type=Path, help="local mirror of the public corpora; invented texts without")
    parser.add_argument("--count", type=int, help="reviews, comments or activations of the long ones")
    parser.add_argument("--kills", type=int, default=10, help="how often re-screening is killed")
    parser.add_argument("--jobs", type=int, default=1, help="processes that re-screen or prepare reviews")
    parser.add_argument("--cluster", action="store_true", help="re-screen on a Dask cluster of so many workers")
    parser.add_argument("--folder", type=Path, help="where what was made stays; a temporary one without")
    arguments = parser.parse_args()
    if arguments.subject in LONG:
        _measure_long(arguments)
        return
    subjects = SUBJECTS if arguments.subject == "all" else (arguments.subject,)
    if "separation" in subjects:
        benchmark_separation.main(arguments.corpora)
    if "policy" in subjects:
        benchmark_policy.main()
    if "screening" in subjects:
        benchmark_screening.main(arguments.corpora)
    if "http" in subjects:
        benchmark_http.main()


def _measure_long(arguments: argparse.Namespace) -> None:
    """Measure what takes minutes to hours and is not among all."""
    count = arguments.count
    if arguments.subject == "retraining":
        benchmark_retraining.main(count or 5_000, arguments.jobs, folder=arguments.folder)
    elif arguments.subject == "rescreening":
        options = {"cluster": arguments.cluster, "folder": arguments.folder}
        benchmark_rescreening.main(count or 20_000, arguments.kills, arguments.jobs, **options)
    else:
        benchmark_switching.main(count or 50)


if __name__ == "__main__":
    main()
