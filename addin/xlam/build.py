"""growthpole.xlam, from its sources to its bytes."""

from importlib.resources import files
from typing import Final

from addin.ribbon.tab import label_rows, ribbon_xml
from addin.xlam.module import Module, ModuleKind, module_of_text
from addin.xlam.package import Rows, package
from addin.xlam.project import vba_project
from addin.xlam.wrappers import errors_module, functions_module, help_rows
from addin.xlam.xlwings_module import xlwings_modules
from udfs.library import FUNCTIONS

PROJECT: Final = "Growthpole"

_DESCRIPTION: Final = "Regional specialisation and growth-pole statistics: functions, templates, checks."
_SHEET_CODE: Final = """Attribute VB_Name = "{name}"
Attribute VB_Base = "0{{00020820-0000-0000-C000-000000000046}}"
Attribute VB_GlobalNameSpace = False
Attribute VB_Creatable = False
Attribute VB_PredeclaredId = True
Attribute VB_Exposed = True
Attribute VB_TemplateDerived = False
Attribute VB_Customizable = True
"""


def build_addin() -> bytes:
    """The add-in's file; the same sources give the same bytes, whatever the platform."""
    sheets = addin_sheets()
    project = vba_project(PROJECT, addin_modules(len(sheets)))
    return package(project, ribbon_xml(), sheets, PROJECT, _DESCRIPTION)


def addin_sheets() -> dict[str, Rows]:
    """The add-in's hidden sheets, by name: what its VBA reads from them."""
    return {"labels": label_rows(), "functions": help_rows(FUNCTIONS)}


def addin_modules(sheets: int) -> list[Module]:
    """Every module of the project: ours, the generated ones, xlwings' own, and one for each of the sheets."""
    return [
        module_of_text(_source("ThisWorkbook.cls"), ModuleKind.DOCUMENT),
        *(
            module_of_text(_SHEET_CODE.format(name=f"Sheet{number}"), ModuleKind.DOCUMENT)
            for number in range(1, sheets + 1)
        ),
        *own_modules(),
        *xlwings_modules(_source("server.bas")),
    ]


def own_modules() -> list[Module]:
    """The modules that are neither xlwings' nor a document's."""
    names = ("Bridge.bas", "Help.bas", "GrowthpoleRibbon.bas")
    texts = [functions_module(FUNCTIONS), errors_module(), *map(_source, names)]
    return [module_of_text(text, ModuleKind.STANDARD) for text in texts]


def _source(name: str) -> str:
    return files("addin").joinpath("vba", name).read_text("ascii")
