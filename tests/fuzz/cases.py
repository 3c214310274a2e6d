"""One case of the fuzzer: files made from a seed, a command run on them, and what is demanded of it."""

import io
import re
import signal
import sys
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from time import process_time
from typing import Final

from openpyxl import Workbook

from addin.batch.manifest import Manifest
from addin.command_line import FAULT, main
from addin.command_line.application import application
from addin.errors import UserError
from tests.fuzz.mutations import CELLS, VALUES, expression, mutated_lines, mutated_text, mutated_workbook
from tests.package.corpus import FEATURES, feature_workbook, suffix_of

SECONDS: Final = 30
"""Of processor time that no input of these sizes takes."""

TEXT: Final = "region,year,grp,population\n" + "".join(
    f"{region},{year},{figure + year % 7},{700 + figure}\n"
    for figure, region in enumerate(("Akmola", "Aktobe", "Astana"))
    for year in (2007, 2008, 2012)
)
SDMX: Final = (
    "DATAFLOW,freq,geo,TIME_PERIOD,OBS_VALUE,OBS_FLAG\n"
    "E:A(1.0),A,AT11,2020,9171.1,\nE:A(1.0),A,AT11,2021,9769.24,p\nE:A(1.0),A,AT12,2020,,c\n"
)
EUROSTAT: Final = "freq;unit;geo\\TIME_PERIOD,2020 ,2021 \nA;EUR;AT11,9171.1 ,9769.24 p\nA;EUR;AT12,: ,: c\n"
"""Has commas for tabs and semicolons for commas."""
PX: Final = (
    'CHARSET="ANSI";\nCONTENTS="GRP";\nUNITS="mln";\nSTUB="region";\nHEADING="year";\nVALUES("region")="A","B";\n'
    'VALUES("year")="2020","2021";\nCODES("region")="1","2";\nTIMEVAL("year")=TLIST(A1,"2020"-"2021");\n'
    'DATANOTECELL("1","*")="p";\nDATA=\n1 2.5\n".." "-";\n'
)
JSON_STAT: Final = (
    '{"version": "2.0", "class": "dataset", "label": "GRP", "id": ["region", "year"], "size": [2, 2],\n'
    '"role": {"time": ["year"]},\n"dimension": {"region": {"category": {"index": {"B": 1, "A": 0}}},\n'
    '"year": {"category": {"index": ["2020", "2021"]}}},\n"status": {"1": "p"},\n"value": [1, 2.5, null, 4]}\n'
)
_NAMES: Final = ("title", "year", "nation", "language", "decimal", "names", "keys", "region", "suppressed", "data", "x")


@dataclass(frozen=True)
class Case:
    """A command with the files that it reads, by their names; it writes `out.xlsx` (or `.xlsm`) at most."""

    arguments: Sequence[str]
    files: Mapping[str, bytes]


@dataclass(frozen=True)
class Found:
    """What a case did that nothing may do."""

    fault: str
    details: str


def case_of(seed: int, number: int, corpus: Sequence[Path] = ()) -> Case:
    """The case of a number: the same for the same seed."""
    random = Random(f"{seed}/{number}")
    return random.choices(*zip(*_KINDS.items(), strict=True))[0](random, corpus)


def run(case: Case) -> Found | None:
    """Run a case; None where all is as it has to be."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        for file, content in case.files.items():
            (folder / file).write_bytes(content)
        if case.arguments[0] == "manifest":
            return _read_manifest(folder)
        return _run(case, folder)


def _read_manifest(folder: Path) -> Found | None:
    try:
        Manifest(str(folder), "fuzz").known()
    except UserError:
        return None
    except Exception:
        return Found("a traceback", traceback.format_exc())
    return None


def _run(case: Case, folder: Path) -> Found | None:
    arguments = [argument.replace("FOLDER", str(folder)) for argument in case.arguments]
    started = process_time()
    try:
        code, errors = _called(arguments, main)
    except TimeoutError:
        return Found(f"more than {SECONDS} seconds", traceback.format_exc())
    changed = [name for name, content in case.files.items() if (folder / name).read_bytes() != content]
    written = {path.name for path in folder.iterdir()} - case.files.keys()
    if FAULT in errors or code not in (0, 1, 2):
        return Found("a traceback", _traceback(arguments) or errors)
    if process_time() - started > SECONDS:
        return Found(f"more than {SECONDS} seconds", "")
    if changed or written - {"out.xlsx", "out.xlsm"} or (code and written):
        return Found("files written or changed", f"{changed} {written} {errors}")
    told = errors.removesuffix("\n").split("\n")
    if code == 1 and (not errors or any(not line.strip() or line != line.lstrip() for line in told)):
        return Found("not told in a line", errors)
    return None


def _called(arguments: Sequence[str], command: Callable[[], None]) -> tuple[int, str]:
    """The exit code of the command and what it told on stderr."""
    errors, before = io.StringIO(), sys.argv
    sys.argv = ["growthpole", *arguments]
    try:
        with redirect_stdout(io.StringIO()), redirect_stderr(errors), _alarm():
            command()
    except SystemExit as ended:
        return int(ended.code or 0), errors.getvalue()
    finally:
        sys.argv = before
    return 0, errors.getvalue()


@contextmanager
def _alarm() -> Iterator[None]:
    """A TimeoutError long after the time is over, where the system has such signals."""

    def ring(*_: object) -> None:
        raise _Late

    if not hasattr(signal, "SIGALRM"):
        yield
        return
    before = signal.signal(signal.SIGALRM, ring)
    signal.alarm(4 * SECONDS)
    try:
        yield
    except _Late:
        raise TimeoutError from None
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


class _Late(BaseException):
    """The time is over; nothing catches it on the way."""


def _traceback(arguments: Sequence[str]) -> str:
    """What the last line of the command kept back."""
    try:
        _called(arguments, lambda: application(arguments)(standalone_mode=False))
    except BaseException:
        return traceback.format_exc()
    return ""


@cache
def _feature(name: str) -> bytes:
    return feature_workbook(name)


def _parts(random: Random, corpus: Sequence[Path]) -> Case:
    ending = ".xlsx"
    if corpus and random.random() < 0.5:
        path = random.choice(corpus)
        sound, ending = path.read_bytes(), path.suffix
    else:
        feature = random.choice(FEATURES)
        sound, ending = _feature(feature), suffix_of(feature)
    files = {f"t{ending}": mutated_workbook(random, sound)}
    command = random.choice(("fill", "fill", "fill", "check"))
    arguments = [command, f"FOLDER/t{ending}"]
    if random.random() < 0.3:
        files["d.csv"] = TEXT.encode()
        arguments += ["--data", "FOLDER/d.csv"]
    if command == "fill":
        arguments += ["-o", f"FOLDER/out{ending}"]
    return Case(arguments, files)


def _data(random: Random, corpus: Sequence[Path]) -> Case:
    if random.random() < 0.3:
        name, content = "d.xlsx", mutated_workbook(random, _sheet_of(random))
    elif random.random() < 0.4:
        name, content = _published(random)
    else:
        name, content = "d.csv", mutated_text(random, TEXT)
    if random.random() < 0.25:
        return Case(["audit", f"FOLDER/{name}"], {name: content})
    template = _template("{{ region | down }}", "{{ grp }}", "{{ RANK_REGIONS(grp) }}", "{{ year }}")
    arguments = ["fill", "FOLDER/t.xlsx", "--data", f"FOLDER/{name}", "-o", "FOLDER/out.xlsx"]
    return Case(arguments, {"t.xlsx": template, name: content})


def _published(random: Random) -> tuple[str, bytes]:
    kind = random.choice(("d.csv", "d.tsv", "d.px", "d.json"))
    if kind == "d.csv":
        return kind, mutated_text(random, SDMX)
    if kind == "d.tsv":
        return kind, mutated_text(random, EUROSTAT).replace(b",", b"\t").replace(b";", b",")
    text = PX if kind == "d.px" else JSON_STAT
    choice = random.random()
    if choice < 0.3:
        return kind, mutated_text(random, text)
    return kind, mutated_lines(random, text.encode()) if choice < 0.5 else _changed(random, text).encode()


def _changed(random: Random, text: str) -> str:
    """The text with other pieces between its signs."""
    pieces = re.split(r"([\"\[\]{}(),:;= \n])", text)
    for _ in range(random.randint(1, 3)):
        pieces[random.randrange(len(pieces))] = random.choice((*CELLS, *pieces))
    return "".join(pieces)


def _sheet_of(random: Random) -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for line in TEXT.splitlines():
        sheet.append([float(cell) if cell.replace(".", "").isdigit() else cell for cell in line.split(",")])
    sheet.cell(random.randint(1, 6), random.randint(1, 5)).value = random.choice(
        [each for each in CELLS if "\0" not in each]
    )[:900]
    return _saved(book)


def _expressions(random: Random, corpus: Sequence[Path]) -> Case:
    texts = [expression(random) for _ in range(random.randint(1, 3))]
    files = {"t.xlsx": _template("{{ region | down }}", *texts), "d.csv": TEXT.encode()}
    arguments = ["fill", "FOLDER/t.xlsx", "--data", "FOLDER/d.csv", "-o", "FOLDER/out.xlsx"]
    for _ in range(random.randint(0, 2)):
        value = random.choice((*VALUES, *CELLS)).replace("\0", "")[:2000]
        arguments += ["--set", f"{random.choice(_NAMES)}={value}"]
    return Case(arguments, files)


def _template(*texts: str) -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Region", "GRP"])
    sheet.append([_allowed(text) for text in texts])
    return _saved(book)


def _allowed(text: str) -> str:
    """The text without what openpyxl refuses to write."""
    return "".join(letter for letter in text if letter >= " " or letter in "\t\n")[:32_000]


def _saved(book: Workbook) -> bytes:
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _evaluated(random: Random, corpus: Sequence[Path]) -> Case:
    pieces = (
        "1",
        "A1",
        "(",
        ")",
        "{",
        "}",
        ";",
        ",",
        '"a"',
        "GRP_SHARE(",
        "SUM(",
        "+",
        "-",
        "^",
        "%",
        "&",
        "=",
        "<>",
        "#N/A",
        "'",
    )
    text = "".join(random.choices(pieces, k=random.randint(1, 15))) * random.choice((1, 1, 1, 500))
    return Case(["eval", f"={text}"], {})


def _manifest(random: Random, corpus: Sequence[Path]) -> Case:
    line = b'{"output": "A.xlsx", "outcome": "made", "output_sha256": "ab", "inputs_sha256": "cd"}\n'
    return Case(["manifest"], {"manifest.jsonl": mutated_lines(random, line * 4)})


_KINDS: Final = {_parts: 12, _data: 6, _expressions: 6, _evaluated: 1, _manifest: 1}
