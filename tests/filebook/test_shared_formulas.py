"""Shared formulas read as formulas of their own would, wherever lists push them; openpyxl writes them out."""

import re
from dataclasses import dataclass
from io import BytesIO
from zipfile import ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.formula.translate import Translator

from addin.tables.dataset import dataset
from addin.template.scope import Source
from tests.templates.filling import fill_bytes
from tests.templates.sources import table

ROWS = 12
COLUMNS = 6
REGIONS = ("Abai", "Atyrau", "Aktobe")


@dataclass(frozen=True)
class Drawn:
    """A sheet with a list in `row`, down or to the right, and a group of cells with one formula."""

    row: int
    right: bool
    top: int
    left: int
    height: int
    width: int
    formula: str
    recalculated: bool

    def workbook(self, *, shared: bool) -> bytes:
        """The template, its group with a shared formula or with formulas of their own."""
        book = Workbook()
        sheet = book.active
        assert sheet is not None
        for row in range(1, ROWS + 1):
            for column in range(1, COLUMNS + 1):
                sheet.cell(row, column, float(row * 10 + column))
        sheet.cell(self.row, COLUMNS + 2).value = "{{ region | right }}" if self.right else "{{ region | down }}"
        cells = {
            (row, column): sheet.cell(row, column)
            for row in range(self.top, self.top + self.height)
            for column in range(self.left, self.left + self.width)
        }
        first = cells[self.top, self.left].coordinate
        for cell in cells.values():
            cell.value = "=" + Translator("=" + self.formula, first).translate_formula(cell.coordinate)[1:]
        target = BytesIO()
        if not self.recalculated:
            book.calculation.fullCalcOnLoad = None
        book.save(target)
        last = max(cells)
        area = f"{first}:{cells[last].coordinate}"
        return _with_shared(target.getvalue(), first, area) if shared else _with_values(target.getvalue())


def _changed(workbook: bytes, change: "re.Pattern[str]", new: object) -> bytes:
    target = BytesIO()
    with ZipFile(BytesIO(workbook)) as read, ZipFile(target, "w") as written:
        for name in read.namelist():
            content = read.read(name)
            if name == "xl/worksheets/sheet1.xml":
                content = change.sub(new, content.decode()).encode()  # type: ignore[call-overload]
            written.writestr(name, content)
    return target.getvalue()


_FORMULA = re.compile(r'(<c r="([A-Z]+[0-9]+)"[^>]*>)<f>([^<]*)</f><v ?/?>(?:</v>)?')


def _with_shared(workbook: bytes, first: str, area: str) -> bytes:
    def written(match: "re.Match[str]") -> str:
        start = f'<f t="shared" ref="{area}" si="0">{match[3]}</f>' if match[2] == first else '<f t="shared" si="0"/>'
        return f"{match[1]}{start}<v>77</v>"

    return _changed(workbook, _FORMULA, written)


def _with_values(workbook: bytes) -> bytes:
    return _changed(workbook, _FORMULA, lambda match: f"{match[1]}<f>{match[3]}</f><v>77</v>")


def cells(workbook: bytes, *, values: bool) -> dict[str, object]:
    sheet = load_workbook(BytesIO(workbook), data_only=values).active
    assert sheet is not None
    return {cell.coordinate: cell.value for row in sheet.iter_rows() for cell in row}


def source() -> Source:
    return Source(dataset([table({"region": list(REGIONS)}, {"grp": [1.0, 2.0, 3.0]})]), {})


POINTS = st.builds(
    lambda column, row, held: f"{'$' * held[0]}{column}{'$' * held[1]}{row}",
    st.sampled_from("ABCDEF"),
    st.integers(1, ROWS),
    st.tuples(st.booleans(), st.booleans()),
)
REFERENCES = POINTS | st.builds(lambda start, end: f"SUM({start}:{end})", POINTS, POINTS)
FORMULAS = st.lists(REFERENCES, min_size=1, max_size=3).map("+".join)


@st.composite
def drawn(draw: st.DrawFn) -> Drawn:
    right = draw(st.booleans())
    row = draw(st.integers(1, ROWS))
    group = (draw(st.integers(1, ROWS)), draw(st.integers(1, COLUMNS)))
    height = draw(st.integers(1, ROWS - group[0] + 1))
    width = draw(st.integers(1, COLUMNS - group[1] + 1))
    return Drawn(row, right, *group, height, width, draw(FORMULAS), draw(st.booleans()))


@settings(max_examples=150, deadline=None)
@given(drawn())
def test_shared_formulas_are_filled_as_formulas_of_their_own(drawing: Drawn) -> None:
    shared, plain = (fill_bytes(drawing.workbook(shared=each), source()) for each in (True, False))
    assert cells(shared, values=False) == cells(plain, values=False)
    assert cells(shared, values=True) == cells(plain, values=True)


@pytest.mark.parametrize(("row", "area"), [(1, "C6:C11"), (2, "C6:C11"), (12, "C4:C9")])
def test_a_group_that_only_moves_stays_one(row: int, area: str) -> None:
    """A list above it pushes the group down as a whole; one below leaves it where it is."""
    template = Drawn(row, False, 4, 3, 6, 1, "A4+$B$3", False).workbook(shared=True)
    with ZipFile(BytesIO(fill_bytes(template, source()))) as filled:
        sheet = filled.read("xl/worksheets/sheet1.xml").decode()
    assert sheet.count('<f t="shared" si="0"/>') == 5
    assert f'<f t="shared" ref="{area}" si="0">' in sheet
