"""The reader of SVG paths draws what the standard says."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainterPath

from dialer.ui.look.svg_path import parse_path


def box(data: str) -> tuple[float, float, float, float]:
    rect = parse_path(data).boundingRect()
    return round(rect.left(), 3), round(rect.top(), 3), round(rect.right(), 3), round(rect.bottom(), 3)


@pytest.mark.parametrize(
    ("data", "edges"),
    [
        ("M1,2L5,2L5,8Z", (1, 2, 5, 8)),
        ("m1 2l4 0 0 6z", (1, 2, 5, 8)),
        ("M1 2H5V8H1Z", (1, 2, 5, 8)),
        ("m1 2h4v6h-4z", (1, 2, 5, 8)),
        ("M1 2 5 2 5 8z", (1, 2, 5, 8)),
        ("m1,2 4,0 0,6z", (1, 2, 5, 8)),
        ("M.5.5L1.5-.5", (0.5, -0.5, 1.5, 0.5)),
        ("M1e1 0L20 1.5e1", (10, 0, 20, 15)),
        ("M0 0C0 8 8 8 8 0", (0, 0, 8, 6)),
        ("M0 0Q4 8 8 0", (0, 0, 8, 4)),
        ("M0 0Q4 8 8 0T16 0", (0, -4, 16, 4)),
        ("M0 0C0 8 8 8 8 0S16-8 16 0", (0, -6, 16, 6)),
        ("", (0, 0, 0, 0)),
    ],
)
def test_commands(data: str, edges: tuple[float, ...]) -> None:
    assert box(data) == pytest.approx(edges, abs=0.01)


@pytest.mark.parametrize(
    "data",
    [
        "M12,2A10,10 0 0,0 2,12A10,10 0 0,0 12,22A10,10 0 0,0 22,12A10,10 0 0,0 12,2Z",
        "M12 2A10 10 0 1 0 12 22A10 10 0 1 0 12 2Z",
        "M12 2a10 10 0 1012 20",  # flags without a space: 1, 0, then 12 and 20
        "M2,12a10,10 0 1,1 20,0a10,10 0 1,1 -20,0",
    ],
    ids=["quarters", "halves", "packed", "relative"],
)
def test_arcs(data: str) -> None:
    if "1012" in data:
        assert parse_path(data).currentPosition() == QPointF(24, 22)
    else:
        assert box(data) == pytest.approx((2, 2, 22, 22), abs=0.01)


def test_an_arc_that_is_too_small_grows() -> None:
    assert box("M0 0A1 1 0 0 1 8 0") == pytest.approx((0, -4, 8, 0), abs=0.01)


def test_an_arc_without_a_radius_is_a_line() -> None:
    assert box("M0 0A0 5 0 0 1 8 8") == (0, 0, 8, 8)


@given(
    st.floats(1, 20),
    st.floats(1, 20),
    st.floats(0, 360),
    st.booleans(),
    st.booleans(),
    st.floats(0.3, 6),
    st.floats(0.3, 6),
)
def test_an_arc_ends_where_it_says_and_stays_on_its_ellipse(
    rx: float, ry: float, turn: float, large: bool, sweep: bool, dx: float, dy: float
) -> None:
    path = parse_path(
        f"M5 5A{rx:.6f} {ry:.6f} {turn:.4f} {int(large)} {int(sweep)} {5 + dx:.6f} {5 + dy:.6f}"
    )
    end = path.currentPosition()
    assert math.hypot(end.x() - 5 - dx, end.y() - 5 - dy) < 1e-4
    rect = path.boundingRect()
    widest = 2 * max(rx, ry, math.hypot(dx, dy) * max(rx / ry, ry / rx)) + 0.1
    assert rect.width() <= widest
    assert rect.height() <= widest


def test_it_is_a_path_of_qt() -> None:
    path = parse_path("M0 0H4V4H0Z")
    assert isinstance(path, QPainterPath)
    assert path.contains(QRectF(1, 1, 2, 2))
