"""What can be looked up."""

from collections.abc import Iterator, Mapping, Sequence

from addin.catalogue import read_shipped
from addin.errors import Place
from addin.filebook.template import read_template
from addin.fill import fill
from addin.livebook.sheets import add_sheet
from addin.macros.request import MacroRequest
from addin.package.package import Package
from addin.tables.dataset import dataset
from addin.tables.table import Label, Table
from addin.template.scope import Source
from udfs.library import FUNCTIONS


def functions(request: MacroRequest) -> None:
    """List every function on a new sheet: how it is called, what for, its formula and its examples."""
    add_sheet(request.book, functions_listed(request.language))


def functions_listed(language: str) -> Package:
    """The workbook whose sheet lists the functions."""
    template = read_template(read_shipped("functions", language), Place("functions"))
    return fill(template, Source(dataset(list(_tables())), template.settings))


def _tables() -> Iterator[Table]:
    """What each function is for, the lines of its formula, and its examples with their results."""
    documented = [(function.syntax, function.documentation) for function in FUNCTIONS.values()]
    yield _table("purpose", {}, [(syntax, documentation.summary) for syntax, documentation in documented])
    lines = [(syntax, line) for syntax, documentation in documented for line in documentation.formula.splitlines()]
    yield _table("formula_line", {"formula": [line for _, line in lines]}, lines)
    examples = [(syntax, example) for syntax, documentation in documented for example in documentation.examples]
    results = [(syntax, example.result) for syntax, example in examples]
    yield _table("result", {"example": [example.formula for _, example in examples]}, results)


def _table(name: str, keys: Mapping[str, Sequence[Label]], values: Sequence[tuple[str, str]]) -> Table:
    """A column of values for each function and the further keys."""
    functions = {"function": [function for function, _ in values]}
    return Table(name, Place(), {**functions, **keys}, {name: [value for _, value in values]}, lambda *_: Place())
