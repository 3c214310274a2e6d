"""Our functions beside formulas made of a spreadsheet's own, both calculated by LibreOffice on the same random data."""

from pathlib import Path
from typing import Final

import numpy as np
import pytest
from openpyxl import Workbook

from tests.libreoffice.office import LibreOffice
from udfs.numerics.cell_values import CellValue, ExcelError

REGIONS: Final = 16
LAST: Final = REGIONS + 1
COLUMNS: Final = {
    "A": (10, 90),
    "B": (100, 900),
    "C": (1_000, 9_000),
    "D": (10_000, 90_000),
    "E": (0.2, 3),
    "F": (90, 110),
}

# one cell: ours, the same with native functions
CELLS: Final = [
    ("=GRP_SHARE(B2,SUM(B2:B17))", "=B2/SUM(B2:B17)*100"),
    ("=GRP_PER_CAPITA(C2,A2,1000)", "=C2/A2*1000"),
    ("=RELATIVE_INDEX(B3,AVERAGE(B2:B17))", "=B3/AVERAGE(B2:B17)*100"),
    ("=LABOR_PRODUCTIVITY(C4,A4)", "=C4/A4"),
    ("=RD_INTENSITY(A5,C5)", "=A5/C5*100"),
    ("=GROWTH_INDEX(A2:C2)", "=C2/A2*100"),
    ("=GROWTH_RATE(A6,B6)", "=(A6/B6-1)*100"),
    ("=CAGR(A2,B2,7)", "=((B2/A2)^(1/7)-1)*100"),
    ('=INDEX(CHAIN_INDEX(F2:F17,"columns"),16)', "=100*SUMPRODUCT(EXP(SUM(LN(F2:F17/100))))"),
    ("=DEFLATOR(C3,B3)", "=C3/B3*100"),
    ("=VOLUME_INDEX(B2,A2,F2)", "=B2/(F2/100)/A2*100"),
    ("=INDEX(RANK_REGIONS(G2:G17),5)", "=RANK(G6,G2:G17,0)"),
    ('=INDEX(RANK_REGIONS(G2:G17,"ascending"),5)', "=RANK(G6,G2:G17,1)"),
    ('=INDEX(RANK_REGIONS(G2:G17,,"avg"),5)', "=_xlfn.RANK.AVG(G6,G2:G17,0)"),
    ("=INDEX(RANK_SHIFT(A2:A17,B2:B17),5)", "=RANK(A6,A2:A17)-RANK(B6,B2:B17)"),
    ("=INDEX(TOP_REGIONS(A2:A17,B2:B17,3),3,2)", "=LARGE(B2:B17,3)"),
    ("=LOCALIZATION_COEF(A2,B2,C2,D2)", "=(A2/B2*100)/(C2/D2*100)"),
    ("=INDEX(LOCALIZATION_TABLE(A2:C17),3,2)", "=(B4/SUM(B2:B17))/(SUM(A4:C4)/SUM(A2:C17))"),
    ("=LQ_SYMMETRIC(E2)", "=(E2-1)/(E2+1)"),
    ("=INDEX(LQ_STANDARDIZED(E2:E17),2)", "=STANDARDIZE(E3,AVERAGE(E2:E17),STDEV(E2:E17))"),
    ("=PRODUCTION_PER_CAPITA_COEF(A2,B2,C2,D2)", "=(A2/B2)/(C2/D2)"),
    ("=MARKETABILITY_COEF(A2,B2)", "=A2/B2"),
    ("=CL_TREND(E2,E3)", '=IF(E3>E2,"↑",IF(E3<E2,"↓","→"))'),
    (
        "=CL_CLASS(E4,E5)",
        '=IF(E5>=1,"cluster may form","no cluster yet")&IF(E5>E4,", prospects growing",", renewal needed")',
    ),
    ("=POLE_CLASS(F2,F3)", '=IF(F2>=100,IF(F3>=100,"leader","losing pace"),IF(F3>=100,"catching up","outsider"))'),
    (
        "=INDEX(CLUSTER_STARS(A2:A17,E2:E17,B2:B17),4)",
        "=(A5>=PERCENTILE(A2:A17,0.9))+(E5>=2)+(B5>=PERCENTILE(B2:B17,0.9))",
    ),
    ("=SPECIALIZATION_COEF(A2:A17,B2:B17)", "=SUMPRODUCT(ABS(A2:A17/SUM(A2:A17)-B2:B17/SUM(B2:B17)))/2"),
    ("=KRUGMAN_INDEX(A2:A17,B2:B17)", "=SUMPRODUCT(ABS(A2:A17/SUM(A2:A17)-B2:B17/SUM(B2:B17)))"),
    ("=LOCATIONAL_GINI(A2:A17,C2:C17)", "=SUMPRODUCT(2*RANK(H2:H17,H2:H17,1)-17,H2:H17)/(16*SUM(H2:H17))"),
    ("=HHI(A2:A17)", "=SUMPRODUCT((A2:A17/SUM(A2:A17))^2)"),
    ("=HHI(A2:A17,TRUE)", "=(SUMSQ(A2:A17)/SUM(A2:A17)^2-1/16)/(1-1/16)"),
    ("=CONCENTRATION_RATIO(A2:A17,3)", "=SUMPRODUCT(LARGE(A2:A17,{1;2;3}))/SUM(A2:A17)*100"),
    ("=GINI_COEF(A2:A17)", "=SUMPRODUCT(2*RANK(A2:A17,A2:A17,1)-17,A2:A17)/(16*SUM(A2:A17))"),
    ("=GINI_COEF(A2:A17,,TRUE)", "=SUMPRODUCT(2*RANK(A2:A17,A2:A17,1)-17,A2:A17)/(15*SUM(A2:A17))"),
    ('=THEIL_INDEX(A2:A17,"T")', "=SUMPRODUCT(A2:A17/AVERAGE(A2:A17),LN(A2:A17/AVERAGE(A2:A17)))/16"),
    ('=THEIL_INDEX(A2:A17,"L")', "=SUMPRODUCT(LN(AVERAGE(A2:A17)/A2:A17))/16"),
    (
        "=WILLIAMSON_CV(A2:A17,B2:B17)",
        "=SQRT(SUMPRODUCT((A2:A17/(SUMPRODUCT(A2:A17,B2:B17)/SUM(B2:B17))-1)^2,B2:B17)/SUM(B2:B17))",
    ),
    ("=INDEX(SHIFT_SHARE(A2:A17,B2:B17,C2:C17,D2:D17),3,1)", "=A4*(SUM(D2:D17)/SUM(C2:C17)-1)"),
    ("=INDEX(SHIFT_SHARE(A2:A17,B2:B17,C2:C17,D2:D17),3,2)", "=A4*(D4/C4-SUM(D2:D17)/SUM(C2:C17))"),
    ("=INDEX(SHIFT_SHARE(A2:A17,B2:B17,C2:C17,D2:D17),3,3)", "=A4*(B4/A4-D4/C4)"),
    ("=INDEX(SIGMA_CONVERGENCE(A2:C17),2)", "=STDEVP(B2:B17)/AVERAGE(B2:B17)"),
    ("=INDEX(BETA_CONVERGENCE(A2:A17,B2:B17,5),1)", "=SUMPRODUCT(INTERCEPT(LN(B2:B17/A2:A17)/5,LN(A2:A17)))"),
    ("=INDEX(BETA_CONVERGENCE(A2:A17,B2:B17,5),2)", "=SUMPRODUCT(SLOPE(LN(B2:B17/A2:A17)/5,LN(A2:A17)))"),
    ("=INDEX(BETA_CONVERGENCE(A2:A17,B2:B17,5),5)", "=SUMPRODUCT(RSQ(LN(B2:B17/A2:A17)/5,LN(A2:A17)))"),
    (
        "=INDEX(COMPOSITE_INDEX(A2:B17,{3,1}),4)",
        "=0.75*(A5-MIN(A2:A17))/(MAX(A2:A17)-MIN(A2:A17))+0.25*(B5-MIN(B2:B17))/(MAX(B2:B17)-MIN(B2:B17))",
    ),
    ("=AUDIT_TOTAL(A2:A17,1)", "=SUM(A2:A17)"),
    ("=AUDIT_SHARE(B2,0,SUM(B2:B17))", "=B2/SUM(B2:B17)*100"),
    ("=AUDIT_INDEX(A6,B6,ROUND(A6/B6*100,1))", '=""'),
]


def test_functions_agree_with_native_formulas(libreoffice: LibreOffice, tmp_path: Path) -> None:
    generator = np.random.default_rng(1390)
    workbook = Workbook()
    sheet = workbook.active
    for name, (low, high) in COLUMNS.items():
        for row, value in enumerate(generator.uniform(low, high, REGIONS), 2):
            sheet[f"{name}{row}"] = float(value)
    for row, value in enumerate(generator.integers(1, 6, REGIONS), 2):
        sheet[f"G{row}"] = int(value)
    for row in range(2, LAST + 1):
        sheet[f"H{row}"] = f"=(A{row}/SUM(A2:A17))/(C{row}/SUM(C2:C17))"
    for row, (ours, native) in enumerate(CELLS, LAST + 1):
        sheet[f"A{row}"], sheet[f"B{row}"] = ours, native
    workbook.save(tmp_path / "native.xlsx")
    values = libreoffice.recalculate(tmp_path / "native.xlsx")["Sheet"]
    compared = [
        (ours, values.get(f"A{row}", ""), native, values.get(f"B{row}", ""))
        for row, (ours, native) in enumerate(CELLS, LAST + 1)
    ]
    assert [line for line in compared if not agree(line[1], line[3])] == []


def agree(found: CellValue, expected: CellValue) -> bool:
    if isinstance(found, float) and isinstance(expected, float):
        return found == pytest.approx(expected, rel=1e-9)
    return isinstance(expected, str) and not isinstance(expected, ExcelError) and found == expected
