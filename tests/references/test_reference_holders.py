"""The table of what in a package holds references: each entry through each use, so that none is forgotten."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from lxml import etree

from addin.filebook.freezing import with_areas
from addin.package.reference_holders import HOLDERS, Holder, Shift, held
from addin.package.renaming import formulas, rename_sheets, rename_tables, rewrite_formulas
from addin.package.tags import PREFIXES
from addin.references.losing import would_lose
from addin.references.parts import shift_part
from tests.package.corpus import FEATURES, feature_workbook
from tests.references.texts import DOWN, RIGHT
from udfs.formulas.tokens import qualifier, tokens

_NAMES = {prefix: uri for uri, prefix in reversed(PREFIXES.items())}
_DECLARED = " ".join(f'xmlns{"" if prefix == "x" else f":{prefix}"}="{uri}"' for prefix, uri in _NAMES.items())
_ANCHOR = "".join(
    f"<xdr:{end}><xdr:col>0</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>0</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:{end}>"
    for end in ("from", "to")
)
_DRAWN = f"xdr:wsDr><xdr:twoCellAnchor>{_ANCHOR}{{}}</xdr:twoCellAnchor"
_RULE = 'worksheet><conditionalFormatting sqref="A1"><cfRule priority="1">{}</cfRule></conditionalFormatting'
_LIST = 'worksheet><dataValidations><dataValidation sqref="A1">{}</dataValidation></dataValidations'
_FILTER = 'nsv:namedSheetViews><nsv:nsvFilter ref="{}">{}</nsv:nsvFilter'
_COLUMN = (
    'table ref="A1:A2" id="1" displayName="T"><tableColumns><tableColumn id="1" name="a">{}</tableColumn></tableColumns'
)
_BOX = 'xml><v:shape><vx:ClientData ObjectType="Pict">{}</vx:ClientData></v:shape'

EXAMPLES = {
    "x:f": 'worksheet><sheetData><row r="1"><c r="A1"><f>{}</f></c></row></sheetData',
    "x:dimension@ref": 'worksheet><dimension ref="{}"/',
    "x:sheetPr@syncRef": 'worksheet><sheetPr syncRef="{}"/',
    "x:sheetView@topLeftCell": 'worksheet><sheetView topLeftCell="{}"/',
    "x:customSheetView@topLeftCell": 'worksheet><customSheetView topLeftCell="{}"/',
    "x:pane@topLeftCell": 'worksheet><sheetView><pane topLeftCell="{}"/></sheetView',
    "x:selection@sqref": 'worksheet><selection sqref="{}"/',
    "x:selection@activeCell": 'worksheet><selection activeCell="{}"/',
    "x:pivotSelection@activeRow": 'worksheet><pivotSelection activeRow="{}"/',
    "x:pivotSelection@activeCol": 'worksheet><pivotSelection activeCol="{}"/',
    "x:pivotSelection@previousRow": 'worksheet><pivotSelection previousRow="{}"/',
    "x:pivotSelection@previousCol": 'worksheet><pivotSelection previousCol="{}"/',
    "x:protectedRange@sqref": 'worksheet><protectedRange sqref="{}"/',
    "x:scenarios@sqref": 'worksheet><scenarios sqref="{}"/',
    "x:inputCells@r": 'worksheet><inputCells r="{}"/',
    "x:autoFilter@ref": 'worksheet><autoFilter ref="{}"/',
    "x:sortState@ref": 'worksheet><sortState ref="{}"/',
    "x:sortCondition@ref": 'worksheet><sortCondition ref="{}"/',
    "x14:sortCondition@ref": 'worksheet><x14:sortCondition ref="{}"/',
    "nsv:sortCondition@ref": _FILTER.format("A1", '<nsv:sortCondition ref="{}"/>'),
    "nsv:richSortCondition@ref": _FILTER.format("A1", '<nsv:richSortCondition ref="{}"/>'),
    "xlrd2:richSortCondition@ref": 'worksheet><xlrd2:richSortCondition ref="{}"/',
    "nsv:nsvFilter@ref": _FILTER.format("{}", ""),
    "x:ignoredError@sqref": 'worksheet><ignoredError sqref="{}"/',
    "x14:ignoredError/xm:sqref": "worksheet><x14:ignoredError><xm:sqref>{}</xm:sqref></x14:ignoredError",
    "x:webPublishItem@sourceRef": 'worksheet><webPublishItem sourceRef="{}"/',
    "x:dataRef@ref": 'worksheet><dataRef sheet="S" ref="{}"/',
    "x:worksheetSource@ref": 'pivotCacheDefinition><worksheetSource sheet="S" ref="{}"/',
    "x:rangeSet@ref": 'pivotCacheDefinition><rangeSet sheet="S" ref="{}"/',
    "x:location@ref": 'pivotTableDefinition><location ref="{}"/',
    "x:table@ref": 'table ref="{}">',
    "x:calculatedColumnFormula": _COLUMN.format("<calculatedColumnFormula>{}</calculatedColumnFormula>"),
    "x:totalsRowFormula": _COLUMN.format("<totalsRowFormula>{}</totalsRowFormula>"),
    "x:singleXmlCell@r": 'singleXmlCells><singleXmlCell r="{}"/',
    "x:oleSize@ref": 'workbook><sheets><sheet name="S"/></sheets><oleSize ref="{}"/',
    "x:definedName": 'workbook><definedNames><definedName name="n">{}</definedName></definedNames',
    "x:parameter@cell": 'connections><parameter cell="{}"/',
    "x:formula": _RULE.format("<formula>{}</formula>"),
    "x:cfvo@val": _RULE.format('<dataBar><cfvo type="formula" val="{}"/></dataBar>'),
    "x:formula1": _LIST.format("<formula1>{}</formula1>"),
    "x:formula2": _LIST.format("<formula2>{}</formula2>"),
    "xm:f": "worksheet><x14:dataValidation><x14:formula1><xm:f>{}</xm:f></x14:formula1><xm:sqref>A1</xm:sqref>"
    "</x14:dataValidation",
    "x14:sparkline/xm:f": "worksheet><x14:sparkline><xm:f>{}</xm:f><xm:sqref>A1</xm:sqref></x14:sparkline",
    "x14:sparklineGroup/xm:f": "worksheet><x14:sparklineGroup><xm:f>{}</xm:f></x14:sparklineGroup",
    "x15:webExtension/xm:f": "worksheet><x15:webExtension><xm:f>{}</xm:f></x15:webExtension",
    "x:hyperlink@location": 'worksheet><hyperlinks><hyperlink ref="A1" location="{}"/></hyperlinks',
    "rel:Relationship@Target": 'rel:Relationships><rel:Relationship Id="rId1" Target="#{}"/',
    "xdr:sp@textlink": _DRAWN.format('<xdr:sp textlink="{}"/>'),
    "cdr:sp@textlink": 'c:userShapes><cdr:sp textlink="{}"/',
    "a14:cameraTool@cellRange": _DRAWN.format('<a14:cameraTool cellRange="{}"/>'),
    "x:controlPr@linkedCell": 'x14:formControlPr><controlPr linkedCell="{}"/',
    "x:controlPr@listFillRange": 'x14:formControlPr><controlPr listFillRange="{}"/',
    "x14:formControlPr@fmlaLink": 'x14:formControlPr fmlaLink="{}">',
    "x14:formControlPr@fmlaRange": 'x14:formControlPr fmlaRange="{}">',
    "x14:formControlPr@fmlaGroup": 'x14:formControlPr fmlaGroup="{}">',
    "x14:formControlPr@fmlaTxbx": 'x14:formControlPr fmlaTxbx="{}">',
    "vx:FmlaGroup": _BOX.format("<vx:FmlaGroup>{}</vx:FmlaGroup>"),
    "vx:FmlaLink": _BOX.format("<vx:FmlaLink>{}</vx:FmlaLink>"),
    "vx:FmlaPict": _BOX.format("<vx:FmlaPict>{}</vx:FmlaPict>"),
    "vx:FmlaRange": _BOX.format("<vx:FmlaRange>{}</vx:FmlaRange>"),
    "vx:FmlaTxbx": _BOX.format("<vx:FmlaTxbx>{}</vx:FmlaTxbx>"),
    "c:f": "c:chartSpace><c:val><c:numRef><c:f>{}</c:f></c:numRef></c:val",
    "c15:f": "c:chartSpace><c15:datalabelsRange><c15:f>{}</c15:f></c15:datalabelsRange",
    "c15:sqref": "c:chartSpace><c15:fullRef><c15:sqref>{}</c15:sqref></c15:fullRef",
    "cx:f": "cx:chartSpace><cx:numDim><cx:f>{}</cx:f></cx:numDim",
    "cx:nf": "cx:chartSpace><cx:numDim><cx:nf>{}</cx:nf></cx:numDim",
}
"""For each entry a part that holds nothing else, with a place for the reference."""

FORMULAS = [holder for holder in HOLDERS if holder.is_formula]


def part(holder: Holder, value: str) -> etree._Element:
    opened, _, content = EXAMPLES[holder.key].partition(">")
    content = f"{content}>" if content else ""
    name = opened.split(maxsplit=1)[0]
    declared = _DECLARED.replace("xmlns=", "xmlns:x=") if name == "xml" else _DECLARED
    text = f"<{name} {declared}{opened.removeprefix(name)}>{content}</{name}>"
    return etree.fromstring(text.replace("{}", value))


def values(holder: Holder, root: etree._Element) -> list[str]:
    return [each.text for each in held(root) if each.holder is holder]


def key(holder: Holder) -> str:
    return holder.key


def test_there_is_an_example_of_each_entry_and_each_entry_is_there_once() -> None:
    assert sorted(EXAMPLES) == sorted(holder.key for holder in HOLDERS)


@pytest.mark.parametrize("holder", [each for each in HOLDERS if each.follows is not Shift.IN_CELL], ids=key)
def test_each_follows_the_cells_that_move(holder: Holder) -> None:
    geometry, before, after = DOWN, "B9:C10", "B12:C13"
    if holder.is_formula:
        before, after = "S!$B$9", "S!$B$12"
    elif holder.follows in (Shift.CELL, Shift.SELECTION):
        before, after = "B9", "B12"
    elif holder.follows is Shift.ROW:
        before, after = "8", "11"
    elif holder.follows is Shift.COLUMN:
        geometry, before, after = RIGHT, "8", "11"
    root = part(holder, before)
    shifted = shift_part(root, "S", geometry)
    assert shifted is not None
    assert [value.removeprefix("#") for value in values(holder, shifted)] == [after]


@pytest.mark.parametrize("holder", [each for each in HOLDERS if each.is_formula or each.names_sheet], ids=key)
def test_each_is_renamed_with_its_sheet(holder: Holder) -> None:
    root = part(holder, "S!$B$9" if holder.is_formula else "B9:C10")
    assert rename_sheets(root, {"s": "Ivan's &lt;5\"&gt;"})
    found = [qualifier(token.prefix).sheets for each in held(root) for token in tokens(each.formula) if token.prefix]
    assert found == [("Ivan's &lt;5\"&gt;",)]


@pytest.mark.parametrize("holder", FORMULAS, ids=key)
def test_each_is_renamed_with_a_table(holder: Holder) -> None:
    root = part(holder, "List[grp]")
    assert rename_tables(root, {"list": "List_2"})
    assert list(formulas(root)) == ["List_2[grp]"]


@pytest.mark.parametrize("holder", HOLDERS, ids=key)
def test_each_is_found_lost_that_says_so(holder: Holder) -> None:
    root = part(holder, "S!$B$9" if holder.is_formula else "9" if "activ" in holder.key.casefold() else "B9:C9")
    assert would_lose(root, "T", "S", rows=range(9, 10), columns=range(0)) is holder.loses


@pytest.mark.parametrize("holder", FORMULAS, ids=key)
def test_each_looks_at_the_cells_of_a_range_that_no_longer_spills(holder: Holder) -> None:
    root = part(holder, "S!$B$9#")
    assert rewrite_formulas(root, lambda text: with_areas(text, "T", {("s", "B9"): "B9:B12"}))
    assert list(formulas(root)) == ["S!$B$9:$B$12"]


@pytest.mark.parametrize("name", FEATURES)
def test_no_text_or_attribute_of_a_workbook_refers_to_cells_of_a_sheet_and_is_not_in_the_table(name: str) -> None:
    with ZipFile(BytesIO(feature_workbook(name))) as file:
        parts = {part: file.read(part) for part in file.namelist() if part.endswith((".xml", ".vml", ".rels"))}
    for part_name, content in parts.items():
        if "docProps" in part_name or "externalLink" in part_name or "sharedStrings" in part_name:
            continue
        root = etree.fromstring(content)
        known = {(each.element, each.holder.attribute) for each in held(root)}
        for element in root.iter("*"):
            for attribute, text in ((None, element.text), *element.attrib.items()):
                refers = any(token.kind.name == "REFERENCE" and token.prefix for token in tokens(text or ""))
                assert not refers or (element, attribute) in known, (part_name, element.tag, attribute, text)
