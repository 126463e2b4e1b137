"""Commands share what they need by modules beside them: no command is built on another one."""

import ast
from pathlib import Path

import handlers

ROOM = Path(handlers.__file__).parent
REGISTERS = ROOM / "commands" / "__init__.py"


def imported(path: Path) -> set[str]:
    """The full names of what a module imports."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {one.name for one in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {f"{node.module}.{one.name}" for one in node.names}
    return found


def test_nothing_imports_a_command():
    built_on = {
        (path.relative_to(ROOM).as_posix(), name)
        for path in ROOM.rglob("*.py")
        if path != REGISTERS
        for name in imported(path)
        if name.startswith("handlers.commands.")
    }
    assert built_on == set()
