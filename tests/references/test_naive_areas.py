"""Areas are checked against a sheet that is written out cell by cell."""

from itertools import product
from typing import TypeAlias

from hypothesis import given, settings
from hypothesis import strategies as st

from addin.references.areas import copies, covered, read_area, stretched
from addin.references.geometry import Geometry, SheetGeometry
from addin.references.growth import Growth, Line, Repeat, lines
from tests.references.growths import LAST, axes

Cell: TypeAlias = tuple[int, int]
Extent: TypeAlias = tuple[int, int]

extents = st.tuples(st.integers(1, LAST), st.integers(1, LAST)).map(lambda pair: (min(pair), max(pair)))


def letters(column: int) -> str:
    return chr(ord("A") + column - 1)


def address(rows: Extent, columns: Extent) -> str:
    return f"{letters(columns[0])}{rows[0]}:{letters(columns[1])}{rows[1]}"


def cells(addresses: str | None) -> list[Cell]:
    areas = [read_area(each) for each in (addresses or "").split()]
    bounds = [area.bounds for area in areas if area]
    return [
        cell
        for each in bounds
        if each.rows and each.columns
        for cell in product(range(each.rows[0], each.rows[1] + 1), range(each.columns[0], each.columns[1] + 1))
    ]


def images(repeats: tuple[Repeat, ...], extent: Extent) -> list[tuple[int, Line]]:
    written = enumerate(lines(repeats, 1, LAST), 1)
    return [(position, line) for position, line in written if extent[0] <= line.template <= extent[1]]


def layout(rows: tuple[Repeat, ...], columns: tuple[Repeat, ...]) -> SheetGeometry:
    return Geometry({"S": Growth(rows, columns)}).layout("S")


@given(axes, axes, extents, extents)
@settings(max_examples=200)
def test_a_list_of_areas_covers_each_image_once_and_nothing_else(
    rows: tuple[Repeat, ...], columns: tuple[Repeat, ...], down: Extent, right: Extent
) -> None:
    expected = [(row, column) for row, _ in images(rows, down) for column, _ in images(columns, right)]
    assert sorted(cells(covered(address(down, right), layout(rows, columns)))) == expected


@given(axes, axes, extents, extents)
@settings(max_examples=200)
def test_an_area_stretches_from_the_first_image_to_the_last(
    rows: tuple[Repeat, ...], columns: tuple[Repeat, ...], down: Extent, right: Extent
) -> None:
    found = cells(stretched(address(down, right), layout(rows, columns)))
    expected = [(row, column) for row, _ in images(rows, down) for column, _ in images(columns, right)]
    assert (found[:1], found[-1:]) == (expected[:1], expected[-1:])


@given(axes, axes, extents, extents)
@settings(max_examples=200)
def test_copies_hold_all_images_apart_from_each_other(
    rows: tuple[Repeat, ...], columns: tuple[Repeat, ...], down: Extent, right: Extent
) -> None:
    found = [cells(copy.address) for copy in copies(address(down, right), layout(rows, columns))]
    together = [cell for copy in found for cell in copy]
    assert len(together) == len(set(together))
    assert {(row, column) for row, _ in images(rows, down) for column, _ in images(columns, right)} <= set(together)


@given(axes, extents)
@settings(max_examples=200)
def test_a_copy_lies_in_one_copy_of_each_repeat_around_it(rows: tuple[Repeat, ...], down: Extent) -> None:
    written = list(lines(rows, 1, LAST))
    for copy in copies(address(down, (1, 1)), layout(rows, ())):
        inside = [written[row - 1].path[: len(copy.rows)] for row, _ in cells(copy.address)]
        assert set(inside) == {copy.rows}
