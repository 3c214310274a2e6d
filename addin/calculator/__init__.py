"""LibreOffice as a calculator of the formulas that are not ours; never as a writer of workbooks."""

from addin.calculator.office import Calculator, Values, recalculate

__all__ = ["Calculator", "Values", "recalculate"]
