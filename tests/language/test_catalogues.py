"""Every message that the add-in can say has its translations, with the same fields."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest

from addin.errors import Message, Place, UserError
from addin.language import catalogue, render, translated

ROOT = Path(__file__).parents[2]
ADDIN = ROOT / "addin"
SAID_IN_ENGLISH_ONLY = {"calculator", "command_line", "xlam"}
SHOWN_IN_ENGLISH = "demonstration"
FRAME = {"sheet '{sheet}'", "cell {cell}", "; did you mean {nearest}?"}


def modules() -> Iterator[tuple[Path, ast.Module]]:
    own = [path for path in ADDIN.rglob("*.py") if path.relative_to(ADDIN).parts[0] not in SAID_IN_ENGLISH_ONLY]
    for path in sorted([*own, *(ROOT / "install").glob("*.py")]):
        if path.stem != SHOWN_IN_ENGLISH:
            yield path, ast.parse(path.read_text("utf-8"))


def name_of(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")


def kinds_of_mistakes() -> set[str]:
    """The classes that are mistakes of a kind of their own."""
    classes = [node for _, module in modules() for node in ast.walk(module) if isinstance(node, ast.ClassDef)]
    return {node.name for node in classes if any(isinstance(b, ast.Name) and b.id == "UserError" for b in node.bases)}


KINDS_OF_MISTAKES = kinds_of_mistakes()


def sayers(module: ast.Module) -> set[str]:
    """What makes messages: the classes, and functions of the module that are given a message."""
    functions = (node for node in ast.walk(module) if isinstance(node, ast.FunctionDef))
    given = {node.name for node in functions if any(arg.arg == "message" for arg in node.args.args)}
    return {"UserError", "Message"} | KINDS_OF_MISTAKES | given


def assigned(module: ast.Module, name: str) -> Iterator[str]:
    """The texts that a name may stand for."""
    for node in ast.walk(module):
        to = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        if isinstance(node, ast.Assign | ast.AnnAssign) and any(isinstance(n, ast.Name) and n.id == name for n in to):
            value = node.value
            for choice in (value.body, value.orelse) if isinstance(value, ast.IfExp) else (value,):
                yield from texts(choice) if choice else ()


def texts(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value


def messages() -> dict[str, Path]:
    found: dict[str, Path] = {}
    for path, module in modules():
        speaking = sayers(module)
        for call in (node for node in ast.walk(module) if isinstance(node, ast.Call) and name_of(node) in speaking):
            said = [text for argument in call.args for text in texts(argument)]
            said += [text for a in call.args if isinstance(a, ast.Name) for text in assigned(module, a.id)]
            found |= dict.fromkeys(said, path)
    return found


def translated_texts() -> set[str]:
    """What is looked up by name of the text: by `translated`, and by what shows the stages of an installation."""
    found: set[str] = set()
    for _, module in modules():
        for call in (node for node in ast.walk(module) if isinstance(node, ast.Call)):
            if name_of(call) in ("translated", "stage"):
                found |= {text for node in ast.walk(call.args[0]) if isinstance(node, ast.expr) for text in texts(node)}
    return found


MESSAGES = (set(messages()) | translated_texts() | FRAME) - {"{text}"}


def test_the_messages_are_found_in_the_sources() -> None:
    assert len(MESSAGES) > 120
    assert {"there is no column {name}", "the template has no mistakes"} <= MESSAGES
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
    mistake = UserError("there is no column {name}", Place("a.xlsx", "Лист1", "B5"), nearest="grp", name="gpr")
    assert render(mistake, "en") == str(mistake)
    assert render(mistake, "ru") == "a.xlsx, лист «Лист1», ячейка B5: нет столбца gpr; возможно, имелось в виду «grp»?"
    assert render(mistake, "kk").startswith("a.xlsx, «Лист1» парағы, B5 ұяшығы: gpr бағаны жоқ")


def test_a_text_without_translation_stays_english() -> None:
    assert translated("not a message of ours", "ru") == "not a message of ours"


def test_a_word_of_ours_within_a_mistake_is_told_in_its_language_too() -> None:
    mistake = UserError("{count} {lines} would be added; a sheet has {most}", count=9, lines=Message("rows"), most=7)
    assert str(mistake) == render(mistake, "en") == "9 rows would be added; a sheet has 7"
    assert render(mistake, "ru") == "добавилось бы строк: 9; на листе их 7"
    assert render(mistake, "kk") == "9 жол қосылар еді; парақта 7 ғана бар"
