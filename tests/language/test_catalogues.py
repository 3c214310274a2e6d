"""Every message that the add-in can say has its translations, with the same fields."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest

from addin.language import catalogue, told, translated
from addin.macros.listing import HEADINGS
from addin.mistakes import Mistake, Place

ADDIN = Path(__file__).parents[2] / "addin"
SAID_ON_THE_COMMAND_LINE_ONLY = {"calculator", "command_line", "xlam"}
FRAME = {"sheet '{sheet}'", "cell {cell}", "; did you mean {nearest}?"}


def modules() -> Iterator[tuple[Path, ast.Module]]:
    for path in sorted(ADDIN.rglob("*.py")):
        if path.relative_to(ADDIN).parts[0] not in SAID_ON_THE_COMMAND_LINE_ONLY:
            yield path, ast.parse(path.read_text("utf-8"))


def name_of(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")


def sayers(module: ast.Module) -> set[str]:
    """What makes mistakes: the class, and functions of the module that are given a message."""
    functions = (node for node in ast.walk(module) if isinstance(node, ast.FunctionDef))
    return {"Mistake"} | {node.name for node in functions if any(arg.arg == "message" for arg in node.args.args)}


def assigned(module: ast.Module, name: str) -> Iterator[str]:
    for node in ast.walk(module):
        if isinstance(node, ast.Assign) and any(isinstance(to, ast.Name) and to.id == name for to in node.targets):
            yield from texts(node.value)


def texts(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value


def messages() -> dict[str, Path]:
    found: dict[str, Path] = {}
    for path, module in modules():
        speaking = sayers(module)
        for call in (node for node in ast.walk(module) if isinstance(node, ast.Call) and name_of(node) in speaking):
            said = [text for argument in call.args for text in texts(argument)][:1]
            said += [text for a in call.args if isinstance(a, ast.Name) for text in assigned(module, a.id)]
            found |= dict.fromkeys(said, path)
    return found


def spoken_by_macros() -> set[str]:
    """What macros return to be said, and what they translate themselves."""
    found = set(HEADINGS)
    for path, module in modules():
        if "macros" in path.parts:
            for node in ast.walk(module):
                if isinstance(node, ast.Return) and node.value is not None:
                    found |= set(texts(node.value))
                elif isinstance(node, ast.Call) and name_of(node) == "translated":
                    found |= set(texts(node.args[0]))
    return found


MESSAGES = set(messages()) | spoken_by_macros() | FRAME


def test_the_messages_are_found_in_the_sources() -> None:
    assert len(MESSAGES) > 120
    assert {"there is no column {name}", "the template has no mistakes", "purpose"} <= MESSAGES
    assert "the block of {axis} is in the way of the block of {other}" in MESSAGES
    assert "the workbook is damaged: {attribute} is {text}, not a number" in MESSAGES


@pytest.mark.parametrize("language", ["ru", "kk"])
def test_every_message_has_its_translation_and_no_translation_is_left_over(language: str) -> None:
    assert set(catalogue(language)) == MESSAGES


@pytest.mark.parametrize("language", ["ru", "kk"])
def test_a_translation_has_the_fields_of_its_message_and_letters_of_its_own(language: str) -> None:
    for message, translation in catalogue(language).items():
        assert fields(translation) == fields(message), message
        assert re.search("[а-яё]", translation.casefold()), message


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def test_a_mistake_is_told_with_its_place_and_hint_in_each_language() -> None:
    mistake = Mistake("there is no column {name}", Place("a.xlsx", "Лист1", "B5"), nearest="grp", name="gpr")
    assert told(mistake, "en") == str(mistake)
    assert told(mistake, "ru") == "a.xlsx, лист «Лист1», ячейка B5: нет столбца gpr; возможно, имелось в виду «grp»?"
    assert told(mistake, "kk").startswith("a.xlsx, «Лист1» парағы, B5 ұяшығы: gpr бағаны жоқ")


def test_a_text_without_translation_stays_english() -> None:
    assert translated("not a message of ours", "ru") == "not a message of ours"
