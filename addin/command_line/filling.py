"""`growthpole fill` and `growthpole check`."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer

from addin.command_line.speaking import LanguageOption, note, speaking
from addin.errors import Place, UserError, UserErrors
from addin.filebook.template import read_template
from addin.fill import blank_figures, check_workbook, fill_recalculated, load_source, plan
from addin.fill import fill as fill_template
from addin.language import Language, render
from addin.package.conversions import check_suffix, suffix_of
from addin.package.marks import mark_of
from addin.package.saving import check_target

Template = Annotated[
    Path, typer.Argument(metavar="TEMPLATE", help="The template workbook (.xlsx, .xlsm, .xltx, .xltm).")
]
Data = Annotated[
    list[Path] | None, typer.Option("--data", metavar="FILE", help="A file of data; may be given several times.")
]
Settings = Annotated[
    list[str] | None, typer.Option("--set", metavar="NAME=VALUE", help="A setting in place of the template's.")
]
Force = Annotated[
    bool, typer.Option("--force", help="Replace a file that is there and is no earlier result of the same job.")
]


def fill(
    template: Template,
    data: Data = None,
    settings: Settings = None,
    output: Annotated[Path | None, typer.Option("-o", "--output", metavar="FILE", help="The filled workbook.")] = None,
    recalculate: Annotated[
        bool,
        typer.Option("--recalculate", help="Let LibreOffice calculate Excel's own formulas, to keep their values."),
    ] = False,
    force: Force = False,
    language: LanguageOption = Language.ENGLISH,
) -> None:
    """Fill a template workbook from data.

    An earlier result of the same template is replaced; any other file only with --force, and one that is read never.
    """
    given = read_assignments(settings)
    with speaking(language):
        book = read_template(template)
        source = load_source(book, data or (), given)
        target = output or template.with_name(f"{template.stem}-filled{suffix_of(book.package)}")
        check_suffix(book.package, target)
        reads, mark = [template, *files_of(data, given)], mark_of("fill", template.name)
        check_target(target, reads, mark, force=force)
        made = plan(book, source)
        filled = fill_recalculated(book, source, made) if recalculate else fill_template(book, source, made)
        filled.save(target, reads=reads, mark=mark)
    blank = blank_figures(book, source, made)
    note([*source.notes, *([blank] if blank else [])], language)
    typer.echo(target)


def check(
    templates: Annotated[list[Path], typer.Argument(metavar="TEMPLATE", help="Template workbooks.")],
    data: Data = None,
    settings: Settings = None,
    language: LanguageOption = Language.ENGLISH,
) -> None:
    """Tell every mistake of templates, each with its cell.

    The exit code is 1 if there are any.
    """
    given = read_assignments(settings)
    mistakes: list[UserError] = []
    for template in templates:
        checked = check_workbook(template, Place(str(template)), data or (), given)
        mistakes += checked.mistakes
        note(checked.notes, language)
        if not checked.mistakes:
            typer.echo(f"{template}: {render(checked.success_message, language)}")
    if mistakes:
        with speaking(language):
            raise UserErrors(mistakes)


def files_of(data: list[Path] | None, given: Mapping[str, str]) -> list[Path]:
    """The files of data: those named, and that of the setting `data` that is given."""
    return [*(data or ()), *([Path(given["data"])] if "data" in given else [])]


def read_assignments(texts: list[str] | None) -> dict[str, str]:
    """The settings given as NAME=VALUE. Raises typer.BadParameter."""
    found: dict[str, str] = {}
    for text in texts or ():
        name, sign, value = text.partition("=")
        if not sign or not name.strip().isidentifier():
            raise typer.BadParameter(f"a setting is given as NAME=VALUE; found {text}")
        found[name.strip()] = value
    return found
