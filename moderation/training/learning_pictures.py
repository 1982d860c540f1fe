"""Small charts as SVG text: nothing to install, nothing to load, readable in any browser."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from math import log10

WIDTH, HEIGHT = 640, 320
_LEFT, _RIGHT, _TOP, _BOTTOM = 56, 16, 36, 76
_COLOURS = ("#6b7280", "#b45309", "#1d4ed8", "#047857", "#9d174d", "#7c3aed")
_STEPS = 4


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a chart: its name, and its points from left to right."""

    name: str
    points: Sequence[tuple[float, float]]


def line_chart(title: str, lines: Sequence[Line], *, logarithmic: bool = False) -> str:
    """Return a chart of several lines; every point is marked and names its value when pointed at.

    :param logarithmic: whether the horizontal axis is.
    """
    shown = [line for line in lines if line.points]
    if not shown:
        return f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="{escape(title)}: no data"></svg>\n'
    across = [log10(x) if logarithmic else x for line in shown for x, _ in line.points]
    up = [y for line in shown for _, y in line.points]
    horizontal = _Axis(min(across), max(across), _LEFT, WIDTH - _RIGHT)
    vertical = _Axis(*_widened(min(up), max(up)), HEIGHT - _BOTTOM, _TOP)
    parts = [
        *_frame(title, vertical),
        *_labels(sorted({x for line in shown for x, _ in line.points}), horizontal, logarithmic),
    ]
    for number, line in enumerate(shown):
        colour = _COLOURS[number % len(_COLOURS)]
        places = [(horizontal(log10(x) if logarithmic else x), vertical(y), x, y) for x, y in line.points]
        path = " ".join(f"{left:.1f},{top:.1f}" for left, top, _, _ in places)
        parts.append(f'<polyline fill="none" stroke="{colour}" stroke-width="2" points="{path}"/>')
        parts += [
            f'<circle cx="{left:.1f}" cy="{top:.1f}" r="3.5" fill="{colour}">'
            f"<title>{escape(line.name)}, {x:g}: {y:.3f}</title></circle>"
            for left, top, x, y in places
        ]
        parts.append(_entry(number, line.name, colour))
    return "\n".join([*parts, "</svg>", ""])


@dataclass(frozen=True, slots=True)
class _Axis:
    """Brings values from `low` to `high` onto a stretch of the picture."""

    low: float
    high: float
    begin: float
    end: float

    def __call__(self, value: float) -> float:
        share = (value - self.low) / (self.high - self.low) if self.high > self.low else 0.5
        return self.begin + share * (self.end - self.begin)


def _widened(low: float, high: float) -> tuple[float, float]:
    margin = max(0.05 * (high - low), 0.005)
    return low - margin, high + margin


def _frame(title: str, vertical: _Axis) -> list[str]:
    parts = [
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
            f'aria-label="{escape(title)}" font-family="sans-serif" font-size="12">'
        ),
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>',
        f'<text x="{_LEFT}" y="20" font-weight="bold" fill="#111827">{escape(title)}</text>',
    ]
    for step in range(_STEPS + 1):
        value = vertical.low + (vertical.high - vertical.low) * step / _STEPS
        top = vertical(value)
        parts.append(f'<line x1="{_LEFT}" x2="{WIDTH - _RIGHT}" y1="{top:.1f}" y2="{top:.1f}" stroke="#e5e7eb"/>')
        parts.append(f'<text x="{_LEFT - 8}" y="{top + 4:.1f}" text-anchor="end" fill="#374151">{value:.3g}</text>')
    return parts


def _labels(values: Sequence[float], horizontal: _Axis, logarithmic: bool) -> list[str]:
    shown = values if len(values) <= 2 * _STEPS else values[:: max(1, len(values) // _STEPS)]
    return [
        f'<text x="{horizontal(log10(x) if logarithmic else x):.1f}" y="{HEIGHT - _BOTTOM + 18}" text-anchor="middle" '
        f'fill="#374151">{x:,g}</text>'
        for x in shown
    ]


def _entry(number: int, name: str, colour: str) -> str:
    column, row = number % 2, number // 2
    left, top = _LEFT + column * 280, HEIGHT - _BOTTOM + 40 + 16 * row
    return (
        f'<rect x="{left}" y="{top - 9}" width="10" height="10" fill="{colour}"/>'
        f'<text x="{left + 16}" y="{top}" fill="#111827">{escape(name)}</text>'
    )
