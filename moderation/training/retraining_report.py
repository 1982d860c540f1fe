"""The report of a retraining, as readable text and as a page with pictures; it names comments by id, never by word."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import precision_recall_curve, roc_curve

from moderation.training.gate import Floats, describe_gate, reliability
from moderation.training.learning_pictures import Line, line_chart
from moderation.training.outcome_changes import Changes, example_line

TWIN = (
    "Judged by a twin that was trained on what came before them; the model in use may have learnt from some. "
    "Comments are named by id: moderators find them in the review console."
)
TEXT, PAGE = "report.txt", "report.html"
SHOWN = 10
_POINTS = 60


@dataclass(frozen=True, slots=True)
class Change:
    """A comment of the latest slice on whose place in the queue the models differ most.

    :ivar before, after: the share of the slice that each model finds less like a refused one.
    """

    id: str
    refused: bool
    before: float
    after: float


@dataclass(frozen=True, slots=True)
class Findings:
    """All that a report tells.

    :ivar truth, before, after: of the latest slice; `places` and `outcomes` what changes there, `against` which model.
    :ivar curves: of each clause: its name, truth and honest log-odds.
    """

    title: str
    summary: str
    gate: dict[str, Any]
    truth: NDArray[np.bool_]
    before: Floats
    after: Floats
    places: Sequence[Change]
    outcomes: Changes | None
    against: str
    curves: Sequence[tuple[str, NDArray[np.bool_], Floats]]
    means: str


def write_report(folder: Path, findings: Findings) -> None:
    """Write text and page beside the model."""
    (folder / TEXT).write_text(as_text(findings), "utf-8")
    (folder / PAGE).write_text(as_page(findings), "utf-8")


def as_text(findings: Findings) -> str:
    """Return the report as text."""
    lines = [findings.title, "=" * len(findings.title), "", findings.summary, "", *describe_gate(findings.gate), ""]
    if len(findings.truth):
        lines += ["score, share refused, comments (latest slice):"]
        lines += [f"  {score:.2f}  {share:.2f}  {count}" for score, share, count in _bands(findings)]
    if findings.outcomes is not None:
        lines += ["", f"outcomes, beside {findings.against}:", *findings.outcomes.lines(), "", TWIN]
    if findings.places:
        lines += ["", "whose place in the queue changes most (share of comments found milder, before and after):"]
        lines += [f"  {_told(change)}" for change in findings.places]
    return "\n".join([*lines, "", findings.means, ""])


def as_page(findings: Findings) -> str:
    """Return the report as a page that needs nothing beside itself."""
    checks = "".join(
        f"<tr class='{'ok' if check['passed'] else 'no'}'><td>{'passed' if check['passed'] else 'not passed'}</td>"
        f"<td>{escape(check['name'])}</td><td>{escape(check['why'])}</td></tr>"
        for check in findings.gate["checks"]
    )
    verdict = "The gate is passed." if findings.gate["passed"] else "The gate is not passed."
    summary = "".join(f"<li>{escape(line)}</li>" for line in findings.summary.splitlines())
    places = "".join(f"<li>{escape(_told(change))}</li>" for change in findings.places)
    return f"""<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{escape(findings.title)}</title><style>
body {{ font: 16px/1.5 sans-serif; max-width: 720px; margin: 2rem auto; padding: 0 1rem; color: #111827 }}
table {{ border-collapse: collapse }} td {{ border-top: 1px solid #e5e7eb; padding: .3rem .6rem; vertical-align: top }}
.no td {{ background: #fef2f2 }} svg {{ max-width: 100% }}
</style></head><body><h1>{escape(findings.title)}</h1><p><strong>{verdict}</strong></p><ul>{summary}</ul>
<h2>Old against new</h2><table>{checks}</table>
{"".join(_charts(findings))}
{_outcomes(findings)}
<h2>Whose place in the queue changes most</h2><ul>{places or "<li>nothing to compare yet</li>"}</ul>
<h2>What the figures mean</h2><p>{escape(findings.means)}</p></body></html>
"""


def _outcomes(findings: Findings) -> str:
    changes = findings.outcomes
    if changes is None:
        return ""
    rows = "".join(
        f"<tr><td>{before} → {after}</td><td>{refused + approved}</td><td>{refused}</td><td>{approved}</td></tr>"
        for before, after, refused, approved in changes.moves()
    )
    head = "<tr><th>outcome</th><th>comments</th><th>moderators refused</th><th>moderators approved</th></tr>"
    examples = "".join(f"<li>{escape(example_line(example))}</li>" for example in changes.examples)
    return (
        f"<h2>What would have come out otherwise</h2><p>The last {changes.judged} decisions, beside "
        f"{escape(findings.against)}. {escape(TWIN)}</p><table>{head}{rows}</table><ul>{examples}</ul>"
    )


def strongest_changes(ids: Sequence[str], truth: NDArray[np.bool_], before: Floats, after: Floats) -> list[Change]:
    """Return the comments whose place among the others the new model changes most."""
    if not len(truth):
        return []
    old, new = _ranks(before), _ranks(after)
    order = np.argsort(-np.abs(new - old))[:SHOWN]
    return [Change(ids[place], bool(truth[place]), float(old[place]), float(new[place])) for place in order]


def _charts(findings: Findings) -> list[str]:
    truth = findings.truth
    if not len(truth) or truth.all() or not truth.any():
        return []
    lines = [Line(name, _roc(truth, odds)) for name, odds in (("before", findings.before), ("after", findings.after))]
    bands = [(score, share) for score, share, _ in _bands(findings)]
    charts = [
        line_chart("refused comments found, by share of approved ones struck", lines),
        line_chart("share refused, by score", [Line("latest decisions", bands)]),
    ]
    for name, known, odds in findings.curves:
        charts.append(
            line_chart(f"{name}: precision, by share found", [Line("unseen reviews", _precision(known, odds))])
        )
    return charts


def _roc(truth: NDArray[np.bool_], odds: Floats) -> list[tuple[float, float]]:
    struck, found, _ = roc_curve(truth, odds)
    return _thinned(struck, found)


def _precision(truth: NDArray[np.bool_], odds: Floats) -> list[tuple[float, float]]:
    precision, found, _ = precision_recall_curve(truth, odds)
    return _thinned(found[::-1], precision[::-1])


def _thinned(across: Floats, up: Floats) -> list[tuple[float, float]]:
    places = np.unique(np.linspace(0, len(across) - 1, _POINTS).astype(int))
    return [(float(across[place]), float(up[place])) for place in places]


def _bands(findings: Findings) -> list[tuple[float, float, int]]:
    return reliability(findings.truth, findings.after)


def _ranks(odds: Floats) -> Floats:
    ranks = np.empty(len(odds))
    ranks[np.argsort(odds, kind="stable")] = np.arange(len(odds)) / max(1, len(odds) - 1)
    return ranks


def _told(change: Change) -> str:
    verdict = "refused" if change.refused else "approved"
    return f"{change.id} ({verdict}): {change.before:.0%} before, {change.after:.0%} after"
