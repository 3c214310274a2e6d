"""Filling a template workbook from data: what the command, the batch and the macros call."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import numpy as np

from addin.data import data_set, own_tables, read_data
from addin.errors import Message, Place, UserError, UserErrors
from addin.filebook.ambiguous_references import ambiguous_references
from addin.filebook.applying import apply_plan
from addin.filebook.reference_check import ReferenceCheck
from addin.filebook.sheet_limits import beyond_limits
from addin.filebook.template import FileTemplate, read_with_mistakes
from addin.package.addresses import cell_at
from addin.package.conversions import suffix_of
from addin.package.package import Package
from addin.tables.data_notes import data_notes
from addin.tables.dataset import Dataset
from addin.template.blocks import Cell
from addin.template.checking import check_drawings, evaluable, in_reading_order, misnamed_keys, misnamed_labels
from addin.template.plan import Plan
from addin.template.planning import Texts, make_plan
from addin.template.scope import Source, Vocabulary
from addin.template.settings import with_overrides
from addin.template.template_sheet import TemplateSheet, placed
from addin.template.texts import known_alone
from udfs.numerics.cell_values import to_cells

_NO_DATA: Final = Dataset(())
_KEPT: Final = 8


def load_source(template: FileTemplate, data: Sequence[Path] = (), given: Mapping[str, str] | None = None) -> Source:
    """What a template is filled from: its own settings, those given in place of them, and the data.

    The data are the files, or where none is given the sheets or Excel tables of the template that its setting `data`
    names (`grp, rd`). A setting of the workbook never names a file: a workbook from outside reads none. Raises
    UserError.
    """
    settings = with_overrides(template.settings, given or {})
    files = list(data)
    if given and "data" in given and not files:
        files = [Path(given["data"])]
    tables = [table for file in files for table in read_data(file, settings)]
    if not files and settings.get("data"):
        tables = own_tables(template, settings)
    source = Source(data_set(tables, settings) if tables else _NO_DATA, settings)
    own = {name: place for name, place in template.setting_places.items() if name not in (given or {})}
    mistakes = (*misnamed_labels(source, own), *misnamed_keys(source, own))
    return replace(source, mistakes=mistakes, notes=tuple(data_notes(source.totals)))


@dataclass(frozen=True)
class Checked:
    """What a template was found to be: its mistakes, and whether there were data to look names up in.

    `template` is None where the file is no workbook; `notes` tell of the data what is no mistake.
    """

    mistakes: Sequence[UserError]
    template: FileTemplate | None = None
    has_data: bool = False
    notes: Sequence[UserError] = ()

    @property
    def success_message(self) -> Message:
        """What is said of a template without mistakes."""
        if self.has_data:
            return Message("no mistakes")
        return Message("no mistakes; names are looked up only where there are --data")


def check_workbook(
    workbook: bytes | Path, place: Place, data: Sequence[Path] = (), given: Mapping[str, str] | None = None
) -> Checked:
    """Every mistake of a template file, of the settings and of the data, as far as each can be read."""
    try:
        template = read_with_mistakes(workbook, place)
    except UserError as mistake:
        return Checked([mistake])
    try:
        source = load_source(template, data, given)
    except UserError as mistake:
        return Checked([*check(template, Source(_NO_DATA, template.settings)), mistake], template)
    return Checked(check(template, source), template, bool(source.data.tables), source.notes)


def check(template: FileTemplate, source: Source) -> list[UserError]:
    """Every mistake of the template with this source; names aren't asked after where there are no data."""
    has_data = bool(source.data.tables)
    drawn = _drawn_mistakes(template, source.vocabulary if has_data else None)
    mistakes = [*template.mistakes, *source.mistakes, *drawn]
    if has_data:
        sound = (evaluable(drawing, mistakes) for drawing in template.drawings)
        try:
            texts = {sheet: known_alone(found, source.vocabulary) for sheet, found in template.texts.items()}
            made = _planned(template, [drawing for drawing in sound if drawing is not None], source, texts)
            mistakes += [] if mistakes else _found_in(template, made)
        except UserErrors as several:
            mistakes += several.mistakes
    return _in_order(template, [placed(mistake, template.place) for mistake in mistakes])


def _in_order(template: FileTemplate, mistakes: Sequence[UserError]) -> list[UserError]:
    """The mistakes sheet by sheet, each in reading order."""
    by_sheet: dict[str | None, list[UserError]] = {
        name: [] for name in (None, *[sheet.name for sheet in template.sheets])
    }
    for mistake in mistakes:
        by_sheet.setdefault(mistake.place.sheet, []).append(mistake)
    return [mistake for found in by_sheet.values() for mistake in in_reading_order(found)]


def fill(template: FileTemplate, source: Source, made: Plan | None = None) -> Package:
    """The filled workbook, by its plan where that is made. Raises UserErrors where `check` finds any."""
    return apply_plan(template, made or plan(template, source))


def fill_recalculated(template: FileTemplate, source: Source, made: Plan | None = None) -> Package:
    """The filled workbook with the value of every formula beside it, as LibreOffice calculates them.

    LibreOffice only calculates: its values are put into our workbook, and the file it had is thrown away. Raises
    UserErrors as `fill`, and UserError where LibreOffice is missing or fails.
    """
    from addin.calculator.office import recalculate  # what talks to other programs takes long to load

    made = made or plan(template, source)
    filled = apply_plan(template, made)
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"filled{suffix_of(filled)}"
        path.write_bytes(filled.write())
        found = recalculate(path)
    calculated = {
        sheet: {cell_at(address): value for address, value in values.items()} for sheet, values in found.items()
    }
    return apply_plan(template, made, calculated)


def blank_figures(template: FileTemplate, source: Source, made: Plan) -> UserError | None:
    """What is to be told where every figure of the filled workbook is blank, though there are data; else None."""
    if not any(indexed.table for indexed in source.data.tables):
        return None
    asking = {sheet.name: _cells_asking(sheet, source) for sheet in template.drawings}
    filled = (each for sheet in made.sheets for at, each in sheet.values.items() if at in asking[sheet.source])
    figures = [each for each in filled if each.dtype == np.float64 and each.size]
    if not figures or not all(np.isnan(each).all() for each in figures):
        return None
    if any(value is not None for each in figures for row in to_cells(each) for value in row):
        return None
    return UserError("all figures are blank: do year, region and the other settings fit the data?", template.place)


def _cells_asking(sheet: TemplateSheet, source: Source) -> frozenset[Cell]:
    """The cells whose expressions ask for figures of the data."""
    columns = source.data.columns.keys()
    return frozenset(
        at for at, content in sheet.contents.items() if not columns.isdisjoint(content.names | content.whole)
    )


def plan(template: FileTemplate, source: Source) -> Plan:
    """How the template is filled from the source. Raises UserErrors where `check` finds any, UserError without data."""
    if not source.data.tables and not source.mistakes and any(drawing.needs_labels for drawing in template.drawings):
        raise UserError(
            "there are no data to fill it with: give a file, or name sheets in the setting data", template.place
        )
    mistakes = [*template.mistakes, *source.mistakes, *_drawn_mistakes(template, source.vocabulary)]
    if mistakes:
        raise UserErrors(mistakes)
    try:
        made = _planned(template, template.drawings, source, template.texts)
    except UserErrors as several:
        raise UserErrors([placed(mistake, template.place) for mistake in several.mistakes]) from None
    found = [*beyond_limits(template, made), *ambiguous_references(template, made)]
    if found:
        raise UserErrors([placed(mistake, template.place) for mistake in found])
    return made


def _planned(template: FileTemplate, drawings: Sequence[TemplateSheet], source: Source, texts: Texts) -> Plan:
    return make_plan(drawings, source, ReferenceCheck(template), template.fixed_names, texts)


def _found_in(template: FileTemplate, made: Plan) -> list[UserError]:
    """What stands in the way of a plan: told beforehand, or when it is applied."""
    found = [*beyond_limits(template, made), *ambiguous_references(template, made)]
    try:
        if not found:
            apply_plan(template, made)
    except UserError as mistake:
        return [mistake]
    except UserErrors as several:
        return list(several.mistakes)
    return found


# Kept: 20 % of filling a sheet of twelve blocks again; template and names alone decide.
@lru_cache(maxsize=_KEPT)
def _drawn_mistakes(template: FileTemplate, vocabulary: Vocabulary | None) -> Sequence[UserError]:
    texts = [text for found in template.texts.values() for text in found]
    found = check_drawings(template.drawings, vocabulary, template.setting_places, texts)
    return [placed(mistake, template.place) for mistake in found]
