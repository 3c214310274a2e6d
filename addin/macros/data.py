"""Checking the figures of the open workbook."""

from addin.audit.auditing import audit_file
from addin.audit.report import audit_report
from addin.errors import Message
from addin.livebook.calculation import refuse_uncalculated
from addin.livebook.copies import copied, file_name, open_beside
from addin.macros.request import MacroRequest


def audit(request: MacroRequest) -> Message | None:
    """List the printed figures that the others contradict in a workbook of its own, if there are any."""
    refuse_uncalculated(request.book)
    with copied(request.book) as path:
        findings = audit_file(path, language=request.language, file_name=file_name(request.book))
    if not findings:
        return Message("no printed figure contradicts the others")
    report = audit_report(findings, request.book.name, request.language)
    open_beside(request.book, report.write(), f"{request.stem}-audit", ".xlsx")
    return None
