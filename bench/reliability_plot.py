"""A reliability plot as SVG: what was predicted across, what was observed up, a panel a source.

Written by hand, so that it needs nothing, prints in grey and says its figures beside the points.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

_SIZE, _LEFT, _TOP, _GAP = 300, 62, 76, 74
_INK, _GREY, _PALE = "#1a1a1a", "#6b6b6b", "#d9d9d9"


class Bin(NamedTuple):
    """Pairs of like scores: mean predicted, part observed, its 95 % interval, how many."""

    predicted: float
    observed: float
    least: float
    most: float
    count: int


class Panel(NamedTuple):
    """One source of pairs: its title, a line below it, and its bins."""

    title: str
    note: str
    bins: Sequence[Bin]


def svg(panels: Sequence[Panel]) -> str:
    """Return the plot."""
    width = _LEFT + len(panels) * (_SIZE + _GAP) - _GAP + 52
    height = _TOP + _SIZE + 62
    told = "; ".join(
        f"{panel.title}: "
        + ", ".join(f"{one.observed:.2f} right of {one.predicted:.2f}" for one in panel.bins)
        for panel in panels
    )
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
        f'width="{width}" height="{height}" role="img" '
        'font-family="Helvetica, Arial, sans-serif" font-size="12">',
        f"<title>Reliability of the score of pairs. {told}.</title>",
        f'<rect width="{width}" height="{height}" fill="#ffffff"/>',
    ]
    for number, panel in enumerate(panels):
        parts += _panel(panel, _LEFT + number * (_SIZE + _GAP), is_first=number == 0)
    return "\n".join([*parts, "</svg>", ""])


def _panel(panel: Panel, left: float, *, is_first: bool) -> list[str]:
    bottom = _TOP + _SIZE

    def x(part: float) -> float:
        return round(left + part * _SIZE, 1)

    def y(part: float) -> float:
        return round(bottom - part * _SIZE, 1)

    parts = [
        f'<text x="{left}" y="26" font-size="15" font-weight="bold" fill="{_INK}">'
        f"{panel.title}</text>",
        f'<text x="{left}" y="46" fill="{_GREY}">{panel.note}</text>',
    ]
    for part in (0.0, 0.25, 0.5, 0.75, 1.0):
        parts += [
            f'<path d="M{x(0)} {y(part)}H{x(1)}" stroke="{_PALE}"/>',
            f'<text x="{x(part)}" y="{bottom + 18}" text-anchor="middle" fill="{_GREY}">'
            f"{part:g}</text>",
            f'<text x="{x(0) - 8}" y="{y(part) + 4}" text-anchor="end" fill="{_GREY}">'
            f"{part:g}</text>",
        ]
    parts += [
        f'<path d="M{x(0)} {y(0)}L{x(1)} {y(1)}" stroke="{_GREY}" stroke-dasharray="5 4"/>',
        f'<text transform="translate({x(0.38)} {y(0.33)}) rotate(-45)" fill="{_GREY}" '
        'text-anchor="middle">as predicted</text>',
        f'<text x="{x(0.5)}" y="{bottom + 42}" text-anchor="middle" fill="{_INK}">'
        "probability the engine gives (figures: pairs)</text>",
    ]
    if is_first:
        middle = y(0.5)
        parts.append(
            f'<text transform="translate({left - 44} {middle}) rotate(-90)" '
            f'text-anchor="middle" fill="{_INK}">part that is one thing</text>'
        )
    line = " ".join(f"{x(one.predicted)},{y(one.observed)}" for one in panel.bins)
    parts.append(f'<polyline points="{line}" fill="none" stroke="{_INK}"/>')
    for one in panel.bins:
        across = x(one.predicted)
        # A count stands above its interval, below it near the frame's top, right of the last one.
        if one.predicted > 0.96:
            where = f'x="{across + 8}" y="{y(one.observed) + 4}"'
        elif one.most > 0.9:
            where = f'x="{across}" y="{y(one.least) + 14}" text-anchor="middle"'
        else:
            anchor = "middle" if one.predicted > 0.06 else "start"
            where = f'x="{across}" y="{y(one.most) - 6}" text-anchor="{anchor}"'
        parts += [
            f'<path d="M{across} {y(one.least)}V{y(one.most)}" stroke="{_INK}" '
            'stroke-width="1.5"/>',
            f'<circle cx="{across}" cy="{y(one.observed)}" r="4" fill="{_INK}"/>',
            f'<text {where} fill="{_INK}" stroke="#ffffff" stroke-width="3" '
            f'paint-order="stroke">{one.count:,}</text>',
        ]
    return parts
