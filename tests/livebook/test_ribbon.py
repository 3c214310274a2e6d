"""The ribbon leads to macros that there are, and every macro is in the ribbon."""

import re
from importlib.resources import files
from pathlib import Path

import lxml.etree
import pytest

from addin.catalogue import shipped_templates
from addin.language import LANGUAGES
from addin.macros.running import MACROS
from addin.ribbon.picture import ribbon_picture
from addin.ribbon.tab import ribbon_xml

RIBBON = lxml.etree.fromstring(ribbon_xml())
SUBS = dict(
    re.findall(
        r"^Public Sub (\w+)\(Control As IRibbonControl\)\n    Start \"(\w+)\"(?:, Control\.Tag)?\nEnd Sub$",
        files("addin").joinpath("vba", "GrowthpoleRibbon.bas").read_text("ascii"),
        re.MULTILINE,
    )
)


def controls(action: str) -> list[lxml.etree._Element]:
    return [control for control in RIBBON.iter() if called(control) == action]


def called(control: lxml.etree._Element) -> str | None:
    """The Sub that a control calls; each is called by the name of our module."""
    action = control.get("onAction")
    assert action is None or action.startswith("GrowthpoleRibbon.")
    return action and action.removeprefix("GrowthpoleRibbon.")


def test_every_control_starts_a_macro_and_every_macro_has_its_control() -> None:
    actions = {called(control) for control in RIBBON.iter()} - {None, "ChooseLanguage"}
    assert actions == set(SUBS)
    assert set(SUBS.values()) == set(MACROS)


def test_a_control_is_called_as_its_macro() -> None:
    for action, macro in SUBS.items():
        for control in controls(action):
            assert control.get("id").split("_")[0] == macro


def test_the_menu_of_new_workbooks_offers_templates_drawn_in_every_language() -> None:
    languages = {template.name: template.languages for template in shipped_templates()}
    offered = [control.get("tag") for control in controls("NewWorkbook")]
    assert offered
    assert all(set(languages[name]) == set(LANGUAGES) for name in offered)


def test_a_choice_passes_the_check_that_keeps_code_out() -> None:
    """What VBA hands to Python is letters, digits and underscores; anything else is refused there."""
    handed = [*MACROS, *LANGUAGES, *(control.get("tag", "") for control in RIBBON.iter())]
    assert all(re.fullmatch("[a-z0-9_]*", text) for text in handed)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_picture_in_the_documentation_is_drawn_from_the_ribbon_as_it_is(language: str) -> None:
    picture = Path(__file__).parents[2] / "docs" / f"ribbon.{language}.svg"
    assert picture.read_text("utf-8") == ribbon_picture(language)
    assert lxml.etree.fromstring(picture.read_bytes()).tag == "{http://www.w3.org/2000/svg}svg"
