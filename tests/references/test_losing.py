import pytest

from addin.references.losing import would_lose
from tests.references.texts import part

NOTHING = range(0)


@pytest.mark.parametrize(
    ("root", "content", "lost"),
    [
        ("workbook", '<definedName name="grp">S!$B$5</definedName>', True),
        ("workbook", '<definedName name="grp">S!$B$4:$B$6</definedName>', False),
        ("c:chartSpace", "<c:f>s!$B$5:$B$6</c:f>", True),
        ("c:chartSpace", "<c:f>T!$B$5:$B$6</c:f>", False),
        ("worksheet", '<dataValidation sqref="A9"><formula2>$B$5</formula2></dataValidation>', True),
        ("worksheet", '<dataValidation sqref="A5:B6"><formula2>$B$5</formula2></dataValidation>', False),
        ("worksheet", '<dataValidation sqref="A9"><formula1>$B$5:$B$6</formula1></dataValidation>', True),
        ("worksheet", "<x14:sparkline><xm:f>S!B5:C5</xm:f><xm:sqref>D5</xm:sqref></x14:sparkline>", False),
        ("worksheet", "<x14:sparkline><xm:f>S!B5:C5</xm:f><xm:sqref>D9</xm:sqref></x14:sparkline>", True),
        ("worksheet", '<hyperlinks><hyperlink ref="A1" location="S!B5"/></hyperlinks>', True),
        ("worksheet", '<hyperlinks><hyperlink ref="A5" location="S!B5"/></hyperlinks>', False),
        ("pivotCacheDefinition", '<cacheSource><worksheetSource ref="A5:B6" sheet="S"/></cacheSource>', True),
        ("pivotCacheDefinition", '<cacheSource><worksheetSource ref="A4:B6" sheet="S"/></cacheSource>', False),
        ("worksheet", '<mergeCells><mergeCell ref="A5:B5"/></mergeCells>', False),
    ],
)  # fmt: skip
def test_what_refers_to_nothing_else_would_be_lost(root: str, content: str, lost: bool) -> None:
    assert would_lose(part(root, content), "S", "S", rows=range(5, 7), columns=NOTHING) is lost


def test_columns_are_lost_alike() -> None:
    chart = part("c:chartSpace", "<c:f>S!$B$5:$B$9</c:f>")
    assert would_lose(chart, None, "S", rows=NOTHING, columns=range(2, 3))
    assert not would_lose(chart, None, "S", rows=NOTHING, columns=range(3, 4))
