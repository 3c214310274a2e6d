"""The audit as a workbook: our template `audit`, filled with the findings like any other template."""

from collections.abc import Sequence

from addin.audit.findings import Finding, findings_table
from addin.catalogue import read_shipped
from addin.errors import Place
from addin.filebook.template import read_template
from addin.fill import fill
from addin.package.package import Package
from addin.tables.dataset import dataset
from addin.template.scope import Source


def audit_report(findings: Sequence[Finding], audited: str, language: str = "en") -> Package:
    """The audit sheet of a file: one line a finding, with its sheet and cell, printed and calculated figures.

    audited: the file's name, as the sheet shows it. Raises UserError where the language is not 'en', 'ru' or 'kk'.
    """
    template = read_template(read_shipped("audit", language), Place(f"audit.{language}.xlsx"))
    settings = {**template.settings, "audited": audited}
    return fill(template, Source(dataset([findings_table(findings)]), settings))
