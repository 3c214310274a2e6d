"""Templates and data as the process that plans a batch opens them, each once."""

from dataclasses import dataclass

from addin.batch.locations import digest, read
from addin.batch.work import TemplateFile
from addin.errors import Place, UserErrors
from addin.filebook.template import FileTemplate, read_template
from addin.template.checking import check_drawings
from addin.template.template_sheet import placed


@dataclass(frozen=True)
class OpenTemplate:
    """A template as its file is sent to other processes, and as it is read."""

    file: TemplateFile
    book: FileTemplate


def open_template(location: str) -> OpenTemplate:
    """Read a template and check what can be checked without data. Raises UserError or UserErrors."""
    content = read(location)
    book = read_template(content, Place(location))
    mistakes = check_drawings(book.drawings, None)
    if mistakes:
        raise UserErrors([placed(mistake, book.place) for mistake in mistakes])
    return OpenTemplate(TemplateFile(location, digest(content), content), book)
