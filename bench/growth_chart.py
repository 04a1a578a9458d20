"""A chart of time by size, both by powers of ten: series in, SVG out. No fonts are fetched."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple
from xml.sax.saxutils import escape

WIDTH, HEIGHT = 760, 446
_LEFT, _RIGHT, _TOP, _BOTTOM = 70, 200, 68, 58
_LABEL = 17
_INK, _PALE, _RULE = "#1c2126", "#4d565f", "#ddd8ce"


class Series(NamedTuple):
    """A line: what is written at its end, its points (activities, seconds), and how it is drawn."""

    label: str
    points: Sequence[tuple[float, float]]
    colour: str
    is_measured: bool = True


def chart(title: str, unit: str, said: str, series: Sequence[Series]) -> str:
    """Return the chart as SVG.

    unit   what is measured upwards
    said   what it shows, for those who do not see it
    """
    xs = [math.log10(x) for one in series for x, _ in one.points]
    ys = [math.log10(y) for one in series for _, y in one.points]
    left, right = math.floor(min(xs)), math.ceil(max(xs))
    low, high = math.floor(min(ys)), math.ceil(max(ys))

    def across(x: float) -> float:
        part = (math.log10(x) - left) / (right - left)
        return round(_LEFT + part * (WIDTH - _LEFT - _RIGHT), 1)

    def down(y: float) -> float:
        part = (math.log10(y) - low) / (high - low)
        return round(HEIGHT - _BOTTOM - part * (HEIGHT - _TOP - _BOTTOM), 1)

    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        f'aria-labelledby="t d" font-family="system-ui, sans-serif" font-size="13">',
        f'<title id="t">{escape(title)}</title>',
        f'<desc id="d">{escape(said)}</desc>',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>',
        _text(_LEFT - 54, 26, title, _INK, weight=600),
        _text(_LEFT - 54, 44, unit, _PALE),
        _text(WIDTH - _RIGHT, HEIGHT - 14, "activities", _PALE, "end"),
    ]
    for power in range(low, high + 1):
        y = down(10**power)
        out.append(_line([(_LEFT, y), (WIDTH - _RIGHT, y)], _RULE, 1))
        out.append(_text(_LEFT - 8, y + 4, f"{10**power:g}", _PALE, "end"))
    for power in range(left, right + 1):
        x = across(10**power)
        out.append(_line([(x, HEIGHT - _BOTTOM), (x, HEIGHT - _BOTTOM + 5)], _PALE, 1))
        out.append(_text(x, HEIGHT - _BOTTOM + 21, f"{10**power:,}", _PALE, "middle"))
    heights = _apart([down(one.points[-1][1]) for one in series])
    for one, height in zip(series, heights, strict=True):
        places = [(across(x), down(y)) for x, y in one.points]
        out.append(_line(places, one.colour, 2, "" if one.is_measured else "5 5"))
        if one.is_measured:
            out += [f'<circle cx="{x}" cy="{y}" r="4" fill="{one.colour}"/>' for x, y in places]
        out.append(_text(places[-1][0] + 12, height + 4, one.label, one.colour))
    return "\n".join([*out, "</svg>", ""])


def _apart(heights: Sequence[float]) -> list[float]:
    """Heights of labels, moved down until none covers another, the middle kept where it was."""
    order = sorted(range(len(heights)), key=lambda at: heights[at])
    moved = list(heights)
    for before, at in pairwise(order):
        moved[at] = max(moved[at], moved[before] + _LABEL)
    shift = (sum(moved) - sum(heights)) / len(heights)
    return [round(one - shift, 1) for one in moved]


def _text(x: float, y: float, words: str, colour: str, at: str = "start", weight: int = 400) -> str:
    return (
        f'<text x="{x}" y="{y}" fill="{colour}" text-anchor="{at}" '
        f'font-weight="{weight}">{escape(words)}</text>'
    )


def _line(places: Sequence[tuple[float, float]], colour: str, width: int, dashes: str = "") -> str:
    points = " ".join(f"{x},{y}" for x, y in places)
    dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
    return (
        f'<polyline points="{points}" fill="none" stroke="{colour}" '
        f'stroke-width="{width}"{dashed}/>'
    )
