"""Reads the `d` attribute of an SVG path into a `QPainterPath`."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING

from PySide6.QtGui import QPainterPath

if TYPE_CHECKING:
    from collections.abc import Iterator

_COUNTS = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "S": 4, "Q": 4, "T": 2, "A": 7, "Z": 0}
_NUMBER = re.compile(r"[-+]?(?:\d*\.\d+|\d+\.?)(?:[eE][-+]?\d+)?")
_QUARTER = math.pi / 2


def parse_path(data: str) -> QPainterPath:
    """The outline that the path data describes."""
    pen = _Pen()
    for letter, numbers in _commands(data):
        pen.apply(letter, numbers)
    return pen.path


def _commands(data: str) -> Iterator[tuple[str, list[float]]]:
    """Each command with its numbers; repeated sets of numbers repeat the command."""
    for part in re.findall(r"[MmLlHhVvCcSsQqTtAaZz][^MmLlHhVvCcSsQqTtAaZz]*", data):
        letter, rest = part[0], part[1:]
        count = _COUNTS[letter.upper()]
        if not count:
            yield letter, []
            continue
        numbers = _arc_numbers(rest) if letter in "Aa" else [float(n) for n in _NUMBER.findall(rest)]
        for start in range(0, len(numbers), count):
            yield letter, numbers[start : start + count]
            # Further pairs after a "move to" are lines.
            letter = {"M": "L", "m": "l"}.get(letter, letter)


def _arc_numbers(text: str) -> list[float]:
    """The numbers of arcs; their two flags may stand without a space before the next number."""
    found: list[float] = []
    place = 0
    while match := re.compile(r"[\s,]*").match(text, place):
        place = match.end()
        if place >= len(text):
            break
        if len(found) % 7 in (3, 4):
            found.append(float(text[place]))
            place += 1
        elif number := _NUMBER.match(text, place):
            found.append(float(number.group()))
            place = number.end()
        else:
            break
    return found


class _Pen:
    """Draws commands one after the other and knows where it stands."""

    def __init__(self) -> None:
        self.path = QPainterPath()
        self._x = self._y = 0.0
        self._start = (0.0, 0.0)
        self._control: tuple[str, float, float] | None = None

    def apply(self, letter: str, numbers: list[float]) -> None:
        """Draw one command."""
        kind = letter.upper()
        if kind == "Z":
            self.path.closeSubpath()
            self._x, self._y = self._start
            self._control = None
        elif kind == "A":
            end = self._absolute(letter, numbers[5:])
            self._arc(
                numbers[0], numbers[1], numbers[2], large=bool(numbers[3]), sweep=bool(numbers[4]), end=end
            )
            self._arrive(end, None)
        elif kind in "HV":
            self._straight(letter, numbers[0])
        else:
            self._curve(kind, self._absolute(letter, numbers))

    def _absolute(self, letter: str, numbers: list[float]) -> list[float]:
        if letter.isupper():
            return numbers
        return [n + (self._y if i % 2 else self._x) for i, n in enumerate(numbers)]

    def _arrive(self, end: list[float], control: tuple[str, float, float] | None) -> None:
        self._x, self._y = end
        self._control = control

    def _straight(self, letter: str, value: float) -> None:
        x, y = self._x, self._y
        if letter in "Hh":
            x = value if letter == "H" else x + value
        else:
            y = value if letter == "V" else y + value
        self.path.lineTo(x, y)
        self._arrive([x, y], None)

    def _reflected(self, kind: str) -> tuple[float, float]:
        if self._control is None or self._control[0] != kind:
            return self._x, self._y
        return 2 * self._x - self._control[1], 2 * self._y - self._control[2]

    def _curve(self, kind: str, p: list[float]) -> None:
        control: tuple[str, float, float] | None = None
        if kind == "M":
            self.path.moveTo(p[0], p[1])
            self._start = (p[0], p[1])
        elif kind == "L":
            self.path.lineTo(p[0], p[1])
        elif kind in "CS":
            first = (p[0], p[1]) if kind == "C" else self._reflected("C")
            self.path.cubicTo(*first, *p[-4:])
            control = ("C", p[-4], p[-3])
        else:
            middle = (p[0], p[1]) if kind == "Q" else self._reflected("Q")
            self.path.quadTo(*middle, *p[-2:])
            control = ("Q", *middle)
        self._arrive(p[-2:], control)

    def _arc(self, rx: float, ry: float, turn: float, *, large: bool, sweep: bool, end: list[float]) -> None:
        """An elliptical arc as cubic curves (SVG 1.1, appendix F.6)."""
        dx, dy = (self._x - end[0]) / 2, (self._y - end[1]) / 2
        if not (rx and ry) or not (dx or dy):
            self.path.lineTo(end[0], end[1])
            return
        phi = math.radians(turn)
        cos, sin = math.cos(phi), math.sin(phi)
        x1, y1 = cos * dx + sin * dy, -sin * dx + cos * dy
        grow = math.sqrt(max(1.0, (x1 / rx) ** 2 + (y1 / ry) ** 2))
        rx, ry = abs(rx) * grow, abs(ry) * grow
        below = (rx * y1) ** 2 + (ry * x1) ** 2
        root = math.sqrt(max(0.0, ((rx * ry) ** 2 - below) / below)) * (-1 if large == sweep else 1)
        cx1, cy1 = root * rx * y1 / ry, -root * ry * x1 / rx
        cx = cos * cx1 - sin * cy1 + (self._x + end[0]) / 2
        cy = sin * cx1 + cos * cy1 + (self._y + end[1]) / 2
        begin = math.atan2((y1 - cy1) / ry, (x1 - cx1) / rx)
        sweep_angle = math.atan2((-y1 - cy1) / ry, (-x1 - cx1) / rx) - begin
        if sweep and sweep_angle < 0:
            sweep_angle += 2 * math.pi
        elif not sweep and sweep_angle > 0:
            sweep_angle -= 2 * math.pi
        self._arc_segments((cx, cy), (rx, ry), (cos, sin), begin, sweep_angle)

    def _arc_segments(
        self,
        centre: tuple[float, float],
        radii: tuple[float, float],
        turn: tuple[float, float],
        begin: float,
        angle: float,
    ) -> None:
        pieces = max(1, math.ceil(abs(angle) / _QUARTER - 1e-9))
        step = angle / pieces
        pull = 4 / 3 * math.tan(step / 4)

        def place(x: float, y: float) -> tuple[float, float]:
            x, y = x * radii[0], y * radii[1]
            return centre[0] + turn[0] * x - turn[1] * y, centre[1] + turn[1] * x + turn[0] * y

        for i in range(pieces):
            a, b = begin + i * step, begin + (i + 1) * step
            first = place(math.cos(a) - pull * math.sin(a), math.sin(a) + pull * math.cos(a))
            second = place(math.cos(b) + pull * math.sin(b), math.sin(b) - pull * math.cos(b))
            self.path.cubicTo(*first, *second, *place(math.cos(b), math.sin(b)))
