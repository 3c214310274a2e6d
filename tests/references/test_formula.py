import pytest

from addin.errors import UserError
from addin.references.formula import parse
from addin.references.formula_position import FormulaPosition
from addin.references.geometry import Geometry
from addin.references.growth import Growth, Path, nested, plain
from addin.references.reference_modes import NAMES, SERIES

REGIONS = Geometry({"GRP": Growth(rows=(plain(5, 5, 16),))})


def at(formula: str, row: int, *path: int, geometry: Geometry = REGIONS, sheet: str = "GRP") -> str:
    return parse(formula).at(FormulaPosition(sheet, row, 2, path), geometry)


@pytest.mark.parametrize(
    "formula",
    [
        'IF(A1="see B5, ""C6""",1,2)',
        "'Ak''mola B5'!B5+'C6'!$D$7",
        "SUM(Sheet1:Sheet3!A1)",
        "[1]Sheet1!A1+'[2]My sheet'!B2",
        "SUM(B:B,5:5,$C:D,$7:$9)",
        "SUM(Table1[[#This Row],[A1]:[B'[2]]])+Table1[A1]",
        "#REF!+Sheet1!#REF!+#REF!A1+#N/A",
        '{1,2;"A1",TRUE}',
        "SUM(A1#)+@B5",
        "_xlfn.LET(_xlpm.x,B5,_xlpm.x*2)",
        "LOG10(A1)+ATAN2(B1,C1)+XFE1+ABCD5+A1048577",
        "A1 : B5",
        "B5:B9 A7:D7",
        "1E5+1.5E-3+.5",
        "Регион!B5+Регион",
        "b5+$c$6",
        "A1.total+A1_x+_A1+A1:INDEX(B1:B9,3)",
        "",
    ],
)
def test_a_formula_reads_as_it_is_written(formula: str) -> None:
    assert str(parse(formula)) == formula


@pytest.mark.parametrize(
    ("formula", "references"),
    [
        ('IF(A1="B5",LOG10(C1),Table1[D1])', ["A1", "C1"]),
        ("XFE1+ABCD5+A1048577+A1.total+A1_x+_A1+A1!x", []),
        ("[1]S!A1+'[2]My sheet'!B2+[3]!name", ["[1]S!A1", "'[2]My sheet'!B2"]),
        ("SUM(Sheet1:Sheet3!A1)+S!$B:C+5:$5", ["Sheet1:Sheet3!A1", "S!$B:C", "5:$5"]),
        ("A1#+@B2+{1,2}+#REF!C3", ["A1", "B2"]),
        ("S!A1:S!B5", ["S!A1", "S!B5"]),
    ],
)
def test_references_are_told_from_everything_else(formula: str, references: list[str]) -> None:
    assert [reference.text for reference in parse(formula).references] == references


class TestOutsideOfTheBlock:
    @pytest.mark.parametrize(
        ("formula", "filled"),
        [
            ("SUM(B5:B5)", "SUM(B5:B20)"),
            ("SUM(B3:B5)", "SUM(B3:B20)"),
            ("SUM(B5:B6)", "SUM(B5:B21)"),
            ("SUM($B$5:$B$5)", "SUM($B$5:$B$20)"),
            ("B5", "B5"),
            ("B4+B6+$B$6", "B4+B21+$B$21"),
            ("SUM(B:B,5:5,6:9)", "SUM(B:B,5:20,21:24)"),
            ("SUM(B5:INDEX(B5:B5,3))", "SUM(B5:INDEX(B5:B20,3))"),
            ("INDEX(B5:B5,1):B5", "INDEX(B5:B20,1):B20"),
            ("SUM(B2:B1048576)", "SUM(B2:B1048576)"),
            ("SUM(A1:XFD1048576)", "SUM(A1:XFD1048576)"),
            ("A1048570", "#REF!"),
        ],
    )
    def test_references_stretch_and_move(self, formula: str, filled: str) -> None:
        assert at(formula, 8) == filled

    def test_other_sheets_follow_by_the_sheets_name_in_any_case(self) -> None:
        assert at("SUM(grp!B5:B5)+B6+'GRP'!B6", 2, sheet="Cover") == "SUM(grp!B5:B20)+B6+'GRP'!B21"

    def test_another_workbook_stays(self) -> None:
        assert at("[1]GRP!B6+'[2]GRP'!B6", 8) == "[1]GRP!B6+'[2]GRP'!B6"

    def test_a_span_of_sheets_moves_only_as_a_whole(self) -> None:
        both = Geometry({name: Growth(rows=(plain(5, 5, 3),)) for name in ("A", "B")})
        assert at("SUM(A:B!C5:C5)", 1, geometry=both, sheet="T") == "SUM(A:B!C5:C7)"
        with pytest.raises(UserError, match="A:C!C5:C5 spans sheets whose cells move differently"):
            at("SUM(A:C!C5:C5)", 1, geometry=both, sheet="T")

    def test_a_span_of_sheets_moves_where_its_cells_do_alike(self) -> None:
        both = Geometry({"A": Growth(rows=(plain(5, 5, 3),)), "B": Growth(rows=(plain(7, 7, 3),))})
        assert at("SUM(A:B!C9)", 1, geometry=both, sheet="T") == "SUM(A:B!C11)"
        with pytest.raises(UserError, match="A:B!C6 spans sheets whose cells move differently"):
            at("SUM(A:B!C6)", 1, geometry=both, sheet="T")


class TestInThePrototypeRow:
    @pytest.mark.parametrize(
        ("formula", "third"),
        [
            ("B5*2", "B7*2"),
            ("RANK(B5,B$5:B$5)", "RANK(B7,B$5:B$20)"),
            ("SUM(B$5:B5)", "SUM(B$5:B7)"),
            ("SUM(B5:B$5)", "SUM(B7:B$20)"),
            ("B5/B4", "B7/B6"),
            ("B5/B$4", "B7/B$4"),
            ("B5/B$6", "B7/B$21"),
            ("B5/B6", "B7/B23"),
            ("B$5", "B$5"),
            ("SUM(B5:D5)", "SUM(B7:D7)"),
            ("SUM(B$4:B5)", "SUM(B$4:B7)"),
            ("SUM(B5:B$4)", "SUM(B7:B$4)"),
            ("Notes!B5+Notes!B$5", "Notes!B7+Notes!B$5"),
            ("[1]Notes!B5", "[1]Notes!B7"),
            ("SUM(B:B)+5:5", "SUM(B:B)+7:7"),
        ],
    )
    def test_it_is_filled_down_as_excel_does(self, formula: str, third: str) -> None:
        assert at(formula, 5, 2) == third

    @pytest.mark.parametrize("formula", ["B5/B4+B$6", 'RANK(B5,B$5:B$5)&"B5"', "1+1", "B7+Notes!C1:D5"])
    def test_filling_down_at_once_equals_one_by_one(self, formula: str) -> None:
        assert list(parse(formula).down(FormulaPosition("GRP", 5, 2), REGIONS)) == [
            at(formula, 5, copy) for copy in range(16)
        ]

    def test_filling_down_over_the_sheets_edge_ends_in_ref(self) -> None:
        edge = Geometry({"GRP": Growth(rows=(plain(1, 1, 4),))})
        assert list(parse("B1048575").down(FormulaPosition("GRP", 1, 2), edge)) == ["#REF!"] * 4
        assert list(parse("X!B1048575").down(FormulaPosition("GRP", 1, 2), edge)) == [
            "X!B1048575",
            "X!B1048576",
            "X!#REF!",
            "X!#REF!",
        ]

    def test_several_prototype_lines_keep_to_their_copy(self) -> None:
        pairs = Geometry({"GRP": Growth(rows=(plain(5, 6, 3),))})
        assert at("B5+B6+B$5+SUM(B$5:B$6)+B4", 6, 2, geometry=pairs) == "B9+B10+B$5+SUM(B$5:B$10)+B8"

    def test_a_parallel_block_on_another_sheet_is_followed_row_by_row(self) -> None:
        twins = Geometry({name: Growth(rows=(plain(5, 5, 4),)) for name in ("A", "B")})
        assert at("B!C5/SUM(B!C$5:C$5)", 5, 3, geometry=twins, sheet="A") == "B!C8/SUM(B!C$5:C$8)"


class TestNestedBlocks:
    geometry = Geometry({"GRP": Growth(rows=(nested(4, 6, [(plain(5, 5, 3),), (plain(5, 5, 2),)]),))})

    @pytest.mark.parametrize(
        ("formula", "row", "path", "filled"),
        [
            ("SUM(B5:B5)", 6, (0,), "SUM(B5:B7)"),
            ("SUM(B5:B5)", 6, (1,), "SUM(B10:B11)"),
            ("SUM(B$5:B$5)", 6, (1,), "SUM(B$5:B$7,B$10:B$11)"),
            ("B4+B6", 6, (1,), "B9+B12"),
            ("RANK(B6,B$6:B$6)", 6, (1,), "RANK(B12,(B$8,B$12))"),
            ("GRP_SHARE(B6,B$6:B$6)", 6, (1,), "GRP_SHARE(B12,(B$8,B$12))"),
            ("MEDIAN(B$6:B$6,0)", 6, (1,), "MEDIAN(B$8,B$12,0)"),
            ("SUBTOTAL(9,B$6:B$6)", 6, (1,), "SUBTOTAL(9,B$8,B$12)"),
            ("LARGE((B$4:B$4,B$6:B$6),1)", 6, (1,), "LARGE((B$4,B$9,B$8,B$12),1)"),
            ('SUM(LEN("("),MAX(B$6:B$6))', 6, (1,), 'SUM(LEN("("),MAX(B$8,B$12))'),
            ("SUM(B$4:B$6)", 6, (1,), "SUM(B$4:B$12)"),
            ("SUM(B$3:B5)", 5, (1, 1), "SUM(B$3:B7,B$9:B11)"),
            ("B5/B$6", 5, (1, 1), "B11/B$12"),
            ("B5/B4", 5, (1, 1), "B11/B10"),
            ("B5/B$4", 5, (1, 1), "B11/B$9"),
            ("RANK(B5,B$5:B$5)", 5, (1, 1), "RANK(B11,B$10:B$11)"),
            ("SUM(B$5:B5)", 5, (1, 1), "SUM(B$10:B11)"),
            ("B5/B$7", 5, (1, 1), "B11/B$13"),
            ("SUM(B5:B5)+B5+B6", 8, (), "SUM(B5:B7,B10:B11)+B5+B8"),
        ],
    )
    def test_a_formula_keeps_to_its_own_outer_copy(self, formula: str, row: int, path: Path, filled: str) -> None:
        assert at(formula, row, *path, geometry=self.geometry) == filled

    def test_filling_down_within_one_outer_copy(self) -> None:
        homes = parse("B5/B$6").down(FormulaPosition("GRP", 5, 2, (1,)), self.geometry)
        assert list(homes) == ["B10/B$12", "B11/B$12"]

    def test_filling_down_the_outer_lines(self) -> None:
        totals = parse("SUM(B5:B5)").down(FormulaPosition("GRP", 6, 2), self.geometry)
        assert list(totals) == ["SUM(B5:B7)", "SUM(B10:B11)"]


class TestRemovedLines:
    empty = Geometry({"GRP": Growth(rows=(plain(5, 6, 0),))})

    @pytest.mark.parametrize(
        ("formula", "filled"),
        [
            ("SUM(B4:B7)", "SUM(B4:B5)"),
            ("SUM(B4:B5)", "SUM(B4:B4)"),
            ("SUM(B6:B8)", "SUM(B5:B6)"),
            ("SUM(B5:B6)", "SUM(#REF!)"),
            ("GRP!B5", "GRP!#REF!"),
            ("5:6", "#REF!"),
        ],
    )
    def test_a_range_loses_them_and_what_is_left_with_nothing_is_a_ref_error(self, formula: str, filled: str) -> None:
        assert at(formula, 9, geometry=self.empty) == filled

    @pytest.mark.parametrize(
        ("formula", "lost"),
        [("SUM(B5:B6)", True), ("B6", True), ("SUM(B4:B6)", False), ("X!B5", False), ("B:B", False)],
    )
    def test_what_would_lose_everything_is_known_beforehand(self, formula: str, lost: bool) -> None:
        assert parse(formula).loses("GRP", "grp", rows=range(5, 7)) is lost


class TestColumns:
    matrix = Geometry({"GRP": Growth(rows=(plain(5, 5, 3),), columns=(plain(2, 2, 4),))})

    @pytest.mark.parametrize(
        ("formula", "filled"),
        [
            ("B5/B$6", "D6/D$8"),
            ("B5/$C5", "D6/$F6"),
            ("SUM($B5:$B5)", "SUM($B6:$E6)"),
            ("SUM($B$5:$B$5)", "SUM($B$5:$E$7)"),
            ("B5/A5", "D6/C6"),
            ("SUM(B:B)", "SUM(D:D)"),
            ("B$4", "D$4"),
        ],
    )
    def test_both_axes_follow_at_once(self, formula: str, filled: str) -> None:
        assert parse(formula).at(FormulaPosition("GRP", 5, 2, (1,), (2,)), self.matrix) == filled

    def test_whole_columns_stretch_with_columns_only(self) -> None:
        assert parse("SUM(B:B)+SUM(5:5)+C1").at(FormulaPosition("GRP", 9, 7), self.matrix) == "SUM(B:E)+SUM(5:7)+F1"

    def test_filling_down_in_a_repeated_column(self) -> None:
        filled = parse("B5/B$6").down(FormulaPosition("GRP", 5, 2, (), (2,)), self.matrix)
        assert list(filled) == ["D5/D$8", "D6/D$8", "D7/D$8"]


class TestSeriesAndNames:
    @pytest.mark.parametrize(
        ("formula", "filled"),
        [
            ("GRP!$B$5", "GRP!$B$5:$B$20"),
            ("GRP!$B$4", "GRP!$B$4"),
            ("(GRP!$A$5,GRP!$B$6)", "(GRP!$A$5:$A$20,GRP!$B$21)"),
        ],
    )
    def test_a_series_of_one_cell_becomes_all_its_images(self, formula: str, filled: str) -> None:
        assert parse(formula).at(FormulaPosition(""), REGIONS, SERIES) == filled
        assert parse(formula).at(FormulaPosition(""), REGIONS, NAMES) == filled

    def test_a_names_relative_coordinates_are_the_users(self) -> None:
        assert parse("GRP!B6+GRP!$B6+GRP!B$6").at(FormulaPosition(""), REGIONS, NAMES) == "GRP!B6+GRP!$B6+GRP!B$21"


def test_a_shared_formulas_cells_are_translated() -> None:
    parsed = parse("B5/B$6+$C:$C+D:D+GRP!A1+5:5")
    assert str(parsed.moved(2, 1)) == "C7/C$6+$C:$C+E:E+GRP!B3+7:7"
    assert str(parse("A1").moved(-1, 0)) == "#REF!"


def test_unknown_copies_are_refused() -> None:
    path: Path = (7, 7)
    with pytest.raises(KeyError):
        REGIONS.layout("GRP").rows.run(5, path)
