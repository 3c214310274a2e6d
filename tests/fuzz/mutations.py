"""Workbooks, texts of data, expressions and manifests as accidents and careless programs leave them."""

from collections.abc import Callable, Sequence
from copy import deepcopy
from io import BytesIO
from random import Random
from typing import Final, TypeAlias
from warnings import catch_warnings, simplefilter
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

from lxml import etree

from udfs.library import FUNCTIONS

Parts: TypeAlias = dict[str, bytes]
Element: TypeAlias = etree._Element

VALUES: Final = (
    *("", " ", "abc", "-1", "0", "1", "1.5", "99999999999999999999", "9" * 5000, "1e400", "nan", "inf", "-inf", "1,2"),
    *("#REF!", "A1:", "XFE1", "A0", "A1048577", "XFD1048576", "B2:A1", "A:A", "1:1", "A1:XFD1048576", "A1 B2", "$A$1"),
    *(
        "Sheet9!A1",
        "Regions!$B$4:$B$4",
        "'a''b'!A1",
        "[1]Sheet1!A1",
        "Table1[[#This Row],[grp]]",
        "SUM(",
        "{",
        "{{",
        "}}",
    ),
    *(
        "{{ title }}",
        "{{ region }}",
        "{{ region | down }}",
        "{{ grp | sum }}",
        "{{ 1/0 }}",
        "{{ nothing }}",
        "{{ (((( }}",
    ),
    *(
        "true",
        "false",
        "rId1",
        "rId999",
        "../../x.xml",
        "/xl/workbook.xml",
        "#A1",
        "http://x/{{ region }}",
        "x" * 40_000,
    ),
    *("\u202e", "\ufffe", "é" * 300, "😀" * 20_000, "_x000D_", "&", "<", "'", '"', "\t\n", "2012-01-01T00:00:00Z"),
)
"""What stands where something else should: numbers out of range, references to nowhere, expressions, texts too long."""

ATOMS: Final = (
    *(
        "grp",
        "region",
        "year",
        "nation",
        "title",
        "grp.at(2008)",
        "nation.grp",
        "1",
        "0",
        "-1",
        "1.5",
        "1e308",
        "9" * 400,
    ),
    *(
        "'a'",
        '"b"',
        "true",
        "none",
        "[1, 2]",
        "(1)",
        "GRP_SHARE",
        "LQ_STANDARDIZED",
        "GROWTH_INDEX",
        "SUM",
        "(",
        ")",
        "[",
    ),
    *(
        "]",
        "{",
        "}",
        "{{",
        "}}",
        "{%",
        "%}",
        "{#",
        "#}",
        ",",
        ".",
        "|",
        "+",
        "-",
        "*",
        "/",
        "//",
        "**",
        "%",
        "~",
        "==",
        "!=",
    ),
    *(
        "<",
        ">=",
        "in",
        "not",
        "and",
        "or",
        "if",
        "else",
        "is",
        "down",
        "right",
        "sum",
        "round",
        "decimals",
        "date",
        "default",
    ),
    *(
        "sort=",
        "where=",
        "top=",
        "rows=",
        "within=",
        "'-grp'",
        "at",
        "__class__",
        "format",
        "\\",
        "'",
        '"',
        "\n",
        "é",
        "\x00",
    ),
)
CELLS: Final = (
    *(
        "",
        " ",
        "A",
        "B",
        "Akmola",
        "Akmola*",
        "Total",
        "2012",
        "2011",
        "20122)",
        "1",
        "-1",
        "1.5",
        "1,5",
        "1 234,5",
        "1,234",
    ),
    *(
        "…",
        ":",
        "x",
        "[c]",
        "12.5%",
        "1e5",
        "1e400",
        "nan",
        "inf",
        "#N/A",
        "#REF!",
        "TRUE",
        "01",
        "=1+1",
        "'",
        '"',
        "9" * 5000,
    ),
    *("*" * 20_000 + "x", "1" * 32_000, "x" * 33_000, "(" * 9_000, "\x00", "\ufeff", "й", "é", "\u200b", "2012-12-31"),
    *(
        "Q1 2012",
        "1" + "." * 9_000,
        "31.12.2012",
        "NaN",
        "None",
        "region",
        "grp",
        "year",
        "Год",
        "ВРП, млн",
        "a;b",
        "a\tb",
    ),
)
ENCODINGS: Final = ("utf-8", "utf-8-sig", "utf-16", "cp1251", "utf-16-be", "koi8-r", "cp866", "latin-1")


def mutated_workbook(random: Random, workbook: bytes) -> bytes:
    """A workbook with one to four accidents in its parts, and at times one in its archive."""
    with ZipFile(BytesIO(workbook)) as file:
        parts = {name: file.read(name) for name in file.namelist()}
    for _ in range(random.randint(1, 4)):
        names = [name for name in parts if name.endswith((".xml", ".rels", ".vml"))]
        if names:
            random.choice(_OF_PARTS)(random, parts, _chosen(random, names))
    content = _archive(random, parts)
    return random.choice(_OF_BYTES)(random, content) if random.random() < 0.15 else content


def mutated_text(random: Random, text: str) -> bytes:
    """Separated values with other cells, other lines, or another encoding than they should have."""
    rows = [line.split(",") for line in text.splitlines()]
    for _ in range(random.randint(1, 5)):
        row = random.choice(rows)
        choice = random.random()
        if choice < 0.6 and row:
            row[random.randrange(len(row))] = random.choice(CELLS)
        elif choice < 0.7:
            row.append(random.choice(CELLS))
        elif choice < 0.8 and row:
            row.pop()
        elif choice < 0.9:
            rows.insert(random.randrange(len(rows)), list(random.choice(rows)))
        else:
            rows.insert(0, [random.choice(CELLS)])
    separator = random.choice((",", ",", ";", "\t", "|"))
    written = random.choice(("\n", "\r\n", "\n\n")).join(separator.join(row) for row in rows)
    content = written.encode(random.choice(ENCODINGS), "replace")
    return random.choice(_OF_BYTES)(random, content) if random.random() < 0.15 else content


def expression(random: Random) -> str:
    """The text of a cell: an expression that may be sound, or pieces of some."""
    if random.random() < 0.7:
        return f"{{{{ {_term(random, 3)} }}}}"
    pieces = " ".join(random.choices(ATOMS, k=random.randint(1, 12)))
    return random.choice((f"{{{{ {pieces} }}}}", f"a {{{{ {pieces} }}}} b", pieces, "{{ " * random.choice((1, 3000))))


def _term(random: Random, depth: int) -> str:
    if not depth or random.random() < 0.3:
        return random.choice(("grp", "grp", "population", "year", "region", "nation.grp", "grp.at(2008)", *ATOMS[7:20]))
    one, other = _term(random, depth - 1), _term(random, depth - 1)
    operator = random.choice(("+", "-", "*", "/", "//", "**", "%", "~", "==", "<", ">=", "in", "and", "or", "is"))
    called = random.choice((*FUNCTIONS, "at", "nothing"))
    filtered = random.choice(
        ("sum", "max", "first", "join", "round", "upper", "count", "decimals", "date", "suppressed")
    )
    forms = (
        *(f"{one} {operator} {other}", f"({one})", f"-{one}", f"{called}({one})", f"{called}({one}, {other})"),
        *(f"({one}) | {filtered}", f"({one}) | {filtered}({other})", f"{one} if {other} else {one}", f"not {one}"),
        *(
            f"grp.at({one})",
            f"grp.at(region={one})",
            f"{called}({one}, along='rows')",
            f"[{one}, {other}]",
            f"all.{one}",
        ),
    )
    return random.choice(forms)


def mutated_lines(random: Random, content: bytes) -> bytes:
    """A manifest some of whose lines are damaged."""
    lines = content.splitlines()
    for _ in range(random.randint(1, 3)):
        at = random.randrange(len(lines))
        lines[at] = random.choice(
            (
                lines[at][: random.randrange(len(lines[at]) + 1)],
                b"[" * random.randint(1, 100_000),
                random.randbytes(random.randint(0, 50)),
                b'{"output": %s, "outcome": "made", "inputs_sha256": 1, "output_sha256": []}' % random.choice(_JSON),
                lines[at].replace(b'"', b"'"),
                b"9" * 5000,
            )
        )
    return b"\n".join(lines) + random.choice((b"", b"\n", b"\n\n"))


_JSON: Final = (b"1", b"[]", b"{}", b"null", b'"\\ud800"', b'"../../x"')


def _chosen(random: Random, names: Sequence[str]) -> str:
    """A part; sheets, which hold most, more often than others."""
    sheets = [name for name in names if "/worksheets/" in name]
    return random.choice(sheets if sheets and random.random() < 0.4 else names)


def _archive(random: Random, parts: Parts) -> bytes:
    method = ZIP_STORED if random.random() < 0.1 else ZIP_DEFLATED
    content = BytesIO()
    with catch_warnings(), ZipFile(content, "w", method) as file:
        simplefilter("ignore")
        for name, part in parts.items():
            file.writestr(name, part)
        if random.random() < 0.03:
            file.writestr(random.choice(list(parts)), b"<again/>")
    return content.getvalue()


def _in_tree(change: Callable[[Random, Element], None]) -> Callable[[Random, Parts, str], None]:
    """A change of one element of a part."""

    def in_part(random: Random, parts: Parts, name: str) -> None:
        try:
            root = etree.fromstring(parts[name])
        except etree.XMLSyntaxError:
            return
        try:
            change(random, random.choice(list(root.iter("*"))))
        except ValueError:
            return
        parts[name] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)

    return in_part


def _value(random: Random, node: Element) -> None:
    keys = [*node.keys(), None]
    key = random.choice(keys)
    if key is None:
        node.text = random.choice(VALUES)
    else:
        node.set(key, random.choice(VALUES))


def _digit(random: Random, node: Element) -> None:
    """A number that is another one."""
    for key in node.attrib:
        if (node.get(key) or "").isdigit():
            node.set(key, str(random.choice((0, 1, 2, 3, 100, 10**6, 2**31, 2**63, -1))))
            return


def _without_attribute(random: Random, node: Element) -> None:
    if node.keys():
        del node.attrib[random.choice(node.keys())]


def _without_element(random: Random, node: Element) -> None:
    parent = node.getparent()
    if parent is not None:
        parent.remove(node)


def _twice(random: Random, node: Element) -> None:
    if node.getparent() is not None:
        node.addnext(deepcopy(node))


def _emptied(random: Random, node: Element) -> None:
    for child in list(node):
        node.remove(child)


def _mixed(random: Random, node: Element) -> None:
    children = list(node)
    random.shuffle(children)
    node[:] = children


def _comment(random: Random, node: Element) -> None:
    note = etree.Comment(" c ") if random.random() < 0.5 else etree.ProcessingInstruction("a", "b")
    node.insert(random.randint(0, len(node)), note)


def _renamed(random: Random, node: Element) -> None:
    node.tag = f"{{{etree.QName(node).namespace or 'urn:x'}}}{random.choice(('x', 'row', 'c', 'f', 'ext', 'is'))}"


def _single_quotes(random: Random, parts: Parts, name: str) -> None:
    parts[name] = parts[name].replace(b"'", b"&apos;").replace(b'="', b"='").replace(b'"', b"'")


def _doubled_attribute(random: Random, parts: Parts, name: str) -> None:
    start, end, rest = parts[name].partition(b"?>")
    parts[name] = start + end + rest.replace(b'="', b'="1" x:y="2" x:y="', 1)


def _dropped(random: Random, parts: Parts, name: str) -> None:
    del parts[name]


def _renamed_part(random: Random, parts: Parts, name: str) -> None:
    parts[random.choice((name.upper(), name.replace("/", "\\"), f"/{name}", f"{name}2", f"../{name}"))] = parts.pop(
        name
    )


def _cut(random: Random, parts: Parts, name: str) -> None:
    parts[name] = parts[name][: random.randrange(len(parts[name]) + 1)]


def _other_part(random: Random, parts: Parts, name: str) -> None:
    parts[name] = parts[random.choice(list(parts))]


def _in_utf_16(random: Random, parts: Parts, name: str) -> None:
    text = parts[name].decode("utf-8", "replace").partition("?>")[2]
    parts[name] = f'<?xml version="1.0" encoding="UTF-16"?>{text}'.encode("utf-16")


_OF_PARTS: Final = (
    *(_in_tree(_value),) * 8,
    *(_in_tree(_digit),) * 4,
    *map(_in_tree, (_without_attribute, _without_element, _twice, _emptied, _mixed, _comment, _renamed)),
    *(_single_quotes, _doubled_attribute, _dropped, _renamed_part, _cut, _other_part, _in_utf_16),
)


def _shorter(random: Random, content: bytes) -> bytes:
    return content[: random.randrange(len(content) + 1)]


def _flipped(random: Random, content: bytes) -> bytes:
    changed = bytearray(content)
    for _ in range(random.randint(1, 8)):
        changed[random.randrange(len(changed))] = random.randrange(256)
    return bytes(changed)


def _repeated(random: Random, content: bytes) -> bytes:
    at = random.randrange(len(content) + 1)
    return content[:at] + content[at // 2 :]


_OF_BYTES: Final = (_shorter, _flipped, _repeated)
