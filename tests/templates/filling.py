"""Templates filled, as bytes."""

from addin.errors import Place
from addin.filebook.template import read_template
from addin.fill import fill, load_source
from addin.template.scope import Source


def fill_bytes(template: bytes, source: Source) -> bytes:
    """The filled workbook's bytes."""
    return fill(read_template(template, Place("template.xlsx")), source).write()


def fill_from_itself(template: bytes) -> bytes:
    """The same with the data that the template's own settings name."""
    read = read_template(template, Place("template.xlsx"))
    return fill(read, load_source(read)).write()
