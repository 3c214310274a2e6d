"""Templates become workbooks; what a change makes untrue goes, and nothing else."""

from pathlib import Path

import pytest
from lxml import etree

from addin.errors import UserError
from addin.package.conversions import as_filled, as_workbook, check_suffix, with_full_calculation
from addin.package.package import (
    MACRO_TEMPLATE_TYPE,
    MACRO_WORKBOOK_TYPE,
    TEMPLATE_TYPE,
    WORKBOOK_TYPE,
    Package,
    read_package,
)
from tests.package.corpus.parts import WORKBOOK_ORDER
from tests.package.plain_workbook import MAIN, PACKAGE, PLAIN_PARTS, RELATIONS, plain_workbook, unzipped, zipped

SIGNATURES = f"{PACKAGE}/relationships/digital-signature"
SIGNATURE_TYPE = "application/vnd.openxmlformats-package.digital-signature"
SHEET = "xl/worksheets/sheet1.xml"


def with_type(content_type: str) -> Package:
    types = PLAIN_PARTS["[Content_Types].xml"].replace(WORKBOOK_TYPE, content_type)
    return read_package(zipped({**PLAIN_PARTS, "[Content_Types].xml": types}))


def signed_and_chained() -> Package:
    types = (
        '<Override PartName="/xl/calcChain.xml" ContentType="chain"/>'
        f'<Default Extension="sigs" ContentType="{SIGNATURE_TYPE}-origin"/>'
        f'<Override PartName="/_xmlsignatures/sig1.xml" ContentType="{SIGNATURE_TYPE}-xmlsignature+xml"/></Types>'
    )
    chain = f'<Relationship Id="rId9" Type="{RELATIONS}/calcChain" Target="calcChain.xml"/></Relationships>'
    origin = f'<Relationship Id="s" Type="{SIGNATURES}/origin" Target="_xmlsignatures/origin.sigs"/></Relationships>'
    signature = f'<Relationship Id="s" Type="{SIGNATURES}/signature" Target="sig1.xml"/>'
    signed = f'<Relationships xmlns="{PACKAGE}/relationships">{signature}</Relationships>'
    parts = {
        **PLAIN_PARTS,
        "[Content_Types].xml": PLAIN_PARTS["[Content_Types].xml"].replace("</Types>", types),
        "xl/_rels/workbook.xml.rels": PLAIN_PARTS["xl/_rels/workbook.xml.rels"].replace("</Relationships>", chain),
        "_rels/.rels": PLAIN_PARTS["_rels/.rels"].replace("</Relationships>", origin),
        "xl/calcChain.xml": f'<calcChain xmlns="{MAIN}"><c r="A1" i="1"/></calcChain>',
        "_xmlsignatures/origin.sigs": "",
        "_xmlsignatures/_rels/origin.sigs.rels": signed,
        "_xmlsignatures/sig1.xml": "<Signature/>",
    }
    return read_package(zipped(parts))


@pytest.mark.parametrize(
    ("template", "workbook", "suffix"),
    [
        (TEMPLATE_TYPE, WORKBOOK_TYPE, ".xlsx"),
        (MACRO_TEMPLATE_TYPE, MACRO_WORKBOOK_TYPE, ".xlsm"),
        (WORKBOOK_TYPE, WORKBOOK_TYPE, ".xlsx"),
    ],
)
def test_a_template_becomes_a_workbook_of_its_kind(template: str, workbook: str, suffix: str) -> None:
    package = with_type(template)
    made = as_workbook(package)
    assert made.workbook_type == workbook
    assert {name: made.read(name) for name in made.names[1:]} == {
        name: package.read(name) for name in package.names[1:]
    }
    check_suffix(package, Path(f"out{suffix.upper()}"))
    with pytest.raises(UserError, match=f"must be saved as {suffix}"):
        check_suffix(package, Path("out.xltx"))


def test_a_package_without_a_change_stays_signed_and_chained() -> None:
    package = signed_and_chained()
    assert as_filled(package, recalculate=True).write() == package.write()


def test_a_changed_package_loses_chain_and_signatures_with_all_that_names_them() -> None:
    package = signed_and_chained()
    written = unzipped(as_filled(package.with_parts({SHEET: b"<worksheet/>"}), recalculate=False).write())
    assert set(written) == set(PLAIN_PARTS)
    assert written["xl/workbook.xml"] == package.read("xl/workbook.xml")
    for name, content in written.items():
        assert b"calcChain" not in content, name
        assert b"_xmlsignatures" not in content, name
    assert [link.kind for link in read_package(zipped(written)).relationships("xl/workbook.xml")] == ["worksheet"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", ""),
        ("<definedNames/>", '<pivotCaches/><extLst><ext uri="x"/></extLst>'),
        ("", '<calcPr calcId="191029" fullCalcOnLoad="0"/><oleSize ref="A1"/>'),
        ("<externalReferences/>", "<customWorkbookViews/>"),
    ],
)
def test_full_calculation_is_asked_for_in_its_place(before: str, after: str) -> None:
    text = PLAIN_PARTS["xl/workbook.xml"].replace("</sheets>", f"</sheets>{before}{after}")
    package = read_package(plain_workbook(workbook=text))
    root = with_full_calculation(package).tree("xl/workbook.xml")
    names = [etree.QName(node).localname for node in root]
    assert names == [name for name in WORKBOOK_ORDER if name in names]
    calculation = root.find(f"{{{MAIN}}}calcPr")
    assert calculation is not None
    assert calculation.get("fullCalcOnLoad") == "1"
    assert calculation.get("calcId") == ("191029" if "calcId" in after else None)
    assert len(root) == len(package.tree("xl/workbook.xml")) + ("calcPr" not in after)
