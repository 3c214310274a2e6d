"""`growthpole audit`."""

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from addin.audit.auditing import audit_file
from addin.audit.report import audit_report
from addin.command_line.filling import Force, read_assignments
from addin.package.marks import mark_of
from addin.package.saving import check_target


def audit(
    data: Annotated[Path, typer.Argument(metavar="FILE", help="A file of data with printed figures.")],
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="FILE", help="A workbook of the findings.")
    ] = None,
    sheet: Annotated[
        str | None, typer.Option("--sheet", metavar="NAME", help="The only sheet or Excel table to look at.")
    ] = None,
    nation: Annotated[
        str | None, typer.Option("--nation", metavar="LABEL", help="The whole's label in the data.")
    ] = None,
    settings: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="NAME=VALUE", help="A setting, such as suppressed=n/a, in place of the file's."),
    ] = None,
    force: Force = False,
    language: Annotated[str, typer.Option("--language", metavar="LANGUAGE", help="en, ru or kk.")] = "en",
) -> None:
    """Tell which printed figures contradict the others."""
    given = read_assignments(settings) | ({} if nation is None else {"nation": nation})
    mark = mark_of("audit", data.name)
    if output is not None:
        check_target(output, [data], mark, force=force)
    findings = audit_file(data, sheet_or_table=sheet, given=given, language=language)
    if output is not None:
        audit_report(findings, data.name, language).save(output, reads=[data], mark=mark)
    for finding in findings:
        typer.echo(replace(finding, place=replace(finding.place, file=None)))
    typer.echo(f"{len(findings)} findings in {data}" if output is None else f"{len(findings)} findings: {output}")
