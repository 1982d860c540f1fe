"""Charts as SVG text, without a library: grouped bars and curves.

Colours of Okabe and Ito (2008), which colour-blind readers can tell apart. The output depends on the values alone, so a
picture in the repository changes only when a figure does.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

COLOURS = ("#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00")
WIDTH, MARGIN_LEFT, MARGIN_RIGHT, TOP = 900, 70, 24, 78
PLOT = 300
ROW = 16
GRID_LINES = 5
_STEPS = (1, 2, 2.5, 5, 10)


@dataclass(frozen=True, slots=True)
class Group:
    """Bars that stand together: what they are of, and a value for each series (None: not measured)."""

    name: str
    values: Sequence[float | None]


def draw_bars(title: str, series: Sequence[str], groups: Sequence[Group], *, unit: str = "") -> str:
    """Return grouped bars as an SVG document.

    :param series: what each bar of a group is, in the order of their values.
    :param unit: what stands behind the numbers, such as `%`.
    """
    top = _nice_top([value for group in groups for value in group.values if value is not None])
    names = [_lines(group.name, max(8, int((WIDTH - MARGIN_LEFT) / max(1, len(groups)) / 7))) for group in groups]
    height = TOP + PLOT + ROW * (max(map(len, names), default=1) + 1)
    parts = [*_frame(title, series, top, unit)]
    slot = (WIDTH - MARGIN_LEFT - MARGIN_RIGHT) / max(1, len(groups))
    bar = slot * 0.8 / max(1, len(series))
    for place, group in enumerate(groups):
        left = MARGIN_LEFT + slot * place + slot * 0.1
        for index, value in enumerate(group.values):
            if value is not None:
                parts += _bar(left + bar * index, bar, value / top, COLOURS[index % len(COLOURS)], _number(value))
        parts += _below(left + slot * 0.4, names[place])
    return _document(height, title, parts)


def draw_curves(
    title: str, curves: Mapping[str, Sequence[tuple[float, float]]], *, across: str = "", unit: str = ""
) -> str:
    """Return curves as an SVG document.

    :param curves: points (x, y) of each, in the order of x.
    :param across: what x is.
    """
    points = [point for some in curves.values() for point in some]
    top = _nice_top([y for _, y in points])
    low, high = min((x for x, _ in points), default=0.0), max((x for x, _ in points), default=1.0)
    breadth = WIDTH - MARGIN_LEFT - MARGIN_RIGHT

    def at(x: float, y: float) -> tuple[float, float]:
        return MARGIN_LEFT + breadth * (x - low) / ((high - low) or 1), TOP + PLOT * (1 - y / top)

    parts = [*_frame(title, list(curves), top, unit)]
    for index, some in enumerate(curves.values()):
        colour = COLOURS[index % len(COLOURS)]
        path = " ".join(f"{a:.1f},{b:.1f}" for a, b in (at(x, y) for x, y in some))
        parts.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2.5"/>')
        parts += [f'<circle cx="{a:.1f}" cy="{b:.1f}" r="3.5" fill="{colour}"/>' for a, b in (at(*p) for p in some)]
    for x in sorted({x for x, _ in points}):
        parts += _below(at(x, 0)[0], [_number(x)])
    parts += _below(MARGIN_LEFT + breadth / 2, ["", across])
    return _document(TOP + PLOT + ROW * 3, title, parts)


def _nice_top(values: Sequence[float]) -> float:
    """Return a round number that no value exceeds."""
    most = max(values, default=0.0)
    if most <= 0:
        return 1.0
    size = 1.0
    while size * 10 <= most:
        size *= 10
    while size > most:
        size /= 10
    return next(size * step for step in _STEPS if size * step >= most)


def _frame(title: str, series: Sequence[str], top: float, unit: str) -> list[str]:
    parts = [f'<text x="{MARGIN_LEFT}" y="26" font-size="17" font-weight="600">{escape(title)}</text>']
    left = float(MARGIN_LEFT)
    for index, name in enumerate(series):
        parts.append(f'<rect x="{left:.0f}" y="42" width="12" height="12" fill="{COLOURS[index % len(COLOURS)]}"/>')
        parts.append(f'<text x="{left + 17:.0f}" y="53">{escape(name)}</text>')
        left += 17 + 7.2 * len(name) + 22
    for line in range(GRID_LINES + 1):
        y = TOP + PLOT * (1 - line / GRID_LINES)
        label = f"{_number(top * line / GRID_LINES)}{escape(unit)}"
        parts.append(
            f'<line x1="{MARGIN_LEFT}" x2="{WIDTH - MARGIN_RIGHT}" y1="{y:.1f}" y2="{y:.1f}" stroke="#d8d8d8"/>'
        )
        parts.append(f'<text x="{MARGIN_LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">{label}</text>')
    return parts


def _bar(left: float, width: float, share: float, colour: str, label: str) -> list[str]:
    height = PLOT * share
    y = TOP + PLOT - height
    return [
        f'<rect x="{left:.1f}" y="{y:.1f}" width="{width * 0.92:.1f}" height="{height:.1f}" fill="{colour}"/>',
        f'<text x="{left + width * 0.46:.1f}" y="{y - 4:.1f}" text-anchor="middle" font-size="11">{label}</text>',
    ]


def _below(x: float, lines: Sequence[str]) -> list[str]:
    first = TOP + PLOT + ROW
    return [
        f'<text x="{x:.1f}" y="{first + ROW * index}" text-anchor="middle" font-size="12">{escape(line)}</text>'
        for index, line in enumerate(lines)
        if line
    ]


def _lines(text: str, width: int) -> list[str]:
    lines = [""]
    for word in text.split():
        if lines[-1] and len(lines[-1]) + len(word) >= width:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


def _number(value: float) -> str:
    return f"{value:.3g}"


def _document(height: int, title: str, parts: Sequence[str]) -> str:
    body = "\n".join(parts)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img" '
        f'font-family="system-ui, sans-serif" font-size="13" fill="#222">\n<title>{escape(title)}</title>\n'
        f'<rect width="{WIDTH}" height="{height}" fill="#fff"/>\n{body}\n</svg>\n'
    )
