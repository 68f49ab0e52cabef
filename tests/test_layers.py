"""Rules on the source that no linter knows; import-linter holds the direction of imports."""

from __future__ import annotations

import ast
import subprocess
import sys
from typing import TYPE_CHECKING

from tests.source import dotted, imported, modules

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.source import Module

# Modules that may start another program, each with its reason.
MAY_OPEN: dict[str, str] = {
    "desktop/browser.py": "a meeting's checked host link where there is no window, and the page about a call",
    "desktop/handlers_windows.py": "the page of Windows' settings where people choose who opens phone links",
    "desktop/launch.py": "the demo beside the window is a program of its own",
    "testing/quality/source.py": "what an integration imports is seen in a Python of its own",
    "ui/blocks/open_link.py": "links go to the browser, and nothing else goes there",
}
OPENERS = ("subprocess", "webbrowser", "pty")
OPENER_CALLS = (
    "os.system",
    "os.popen",
    "os.startfile",
    "os.exec",
    "os.spawn",
    "os.posix_spawn",
    "asyncio.create_subprocess",
)
# By whatever name somebody has it: Qt's own ways to start a program or to open a link.
QT_OPENERS = {
    "QDesktopServices",
    "QProcess",
    "openUrl",
    "setOpenExternalLinks",
    "setOpenLinks",
    "LinksAccessibleByMouse",
    "LinksAccessibleByKeyboard",
    "TextBrowserInteraction",
}

# Static helpers of Qt that run a loop of their own until the user answers.
NESTED_LOOPS = tuple(
    f"{owner}.{name}"
    for owner, names in {
        "QMessageBox": "about aboutQt critical information question warning",
        "QFileDialog": "getExistingDirectory getOpenFileName getOpenFileNames getSaveFileName "
        "getOpenFileUrl getOpenFileUrls getSaveFileUrl getExistingDirectoryUrl",
        "QInputDialog": "getDouble getInt getItem getMultiLineText getText",
        "QColorDialog": "getColor",
        "QFontDialog": "getFont",
    }.items()
    for name in names.split()
)


def _places(judge: Callable[[Module, ast.AST], bool]) -> list[str]:
    return [module.at(node) for module in modules() for node in module.nodes if judge(module, node)]


def _calls(node: ast.AST) -> str:
    return dotted(node.func) if isinstance(node, ast.Call) else ""


def test_nothing_runs_a_loop_inside_the_loop() -> None:
    """Within a running task a nested loop stops every other task for good."""

    def nested(_module: Module, node: ast.AST) -> bool:
        name = _calls(node)
        last = name.rpartition(".")[2]
        return last in ("exec", "exec_", "processEvents", "waitForReadyRead", "waitForConnected") or (
            name.endswith(NESTED_LOOPS)
        )

    assert not _places(nested)


def test_every_loop_is_the_one_of_the_program() -> None:
    def other_loop(module: Module, node: ast.AST) -> bool:
        name = _calls(node)
        if name.endswith("QEventLoop"):
            return module.path != "ui/loop.py"
        # The command line, the sandbox and the tests of integrations start without a window, and the worker
        # threads have no loop.
        return name == "asyncio.run" and module.room not in ("", "cli", "sandbox", "testing")

    assert not _places(other_loop)


def test_tasks_are_started_by_the_scope() -> None:
    """A task that nobody holds may vanish, and its errors with it."""

    def loose(module: Module, node: ast.AST) -> bool:
        if module.path == "ui/loop.py":  # starts the program's first task, and waits for it
            return False
        started = _calls(node).endswith(("create_task", "ensure_future"))
        return started and module.room in ("integrations", "ui", "contacts", "calls", "meetings", "journal")

    assert not _places(loose)


def test_labels_are_plain_text() -> None:
    """QLabel takes a name for HTML if it looks so; PlainLabel never does."""

    def label(module: Module, node: ast.AST) -> bool:
        if module.path == "ui/blocks/widgets.py":
            return False
        if isinstance(node, ast.ClassDef):
            return any(dotted(base).endswith("QLabel") for base in node.bases)
        return _calls(node).endswith("QLabel")

    assert not _places(label)


def test_only_listed_modules_start_other_programs() -> None:
    def opener(module: Module, node: ast.AST) -> bool:
        if module.path in MAY_OPEN:
            return False
        names = imported(node)
        return (
            any(name.split(".")[0] in OPENERS for name in names)
            or any(name.startswith(OPENER_CALLS) for name in names)
            or any(f"{part}" in _calls(node) for part in OPENER_CALLS)
            or any(name.rpartition(".")[2] in QT_OPENERS for name in names)
            or (isinstance(node, ast.Attribute) and node.attr in QT_OPENERS)
        )

    assert not _places(opener)


def test_the_list_of_those_that_start_programs_is_current() -> None:
    assert MAY_OPEN.keys() <= {module.path for module in modules()}


def test_certificates_are_always_verified() -> None:
    def unverified(_module: Module, node: ast.AST) -> bool:
        if isinstance(node, ast.keyword):
            return False
        if isinstance(node, ast.Call):
            off = {word.arg for word in node.keywords if _is_false(word.value)}
            return bool(off & {"verify", "check_hostname"}) or "unverified" in dotted(node.func)
        if isinstance(node, ast.Assign) and _is_false(node.value):
            return any(dotted(target).endswith(("verify", "check_hostname")) for target in node.targets)
        return isinstance(node, ast.Attribute) and node.attr == "CERT_NONE"

    assert not _places(unverified)


def test_the_window_is_imported_without_the_heavy_libraries() -> None:
    """Each of them costs as much as the whole window; what needs one imports it when it is needed."""
    heavy = (
        "cryptography",
        "defusedxml",
        "h11",
        "httpx",
        "keyring",
        "ldap3",
        "phonenumbers",
        "segno",
        "truststore",
        "vobject",
    )
    program = (
        "import sys\n"
        "import dialer.__main__, dialer.app, dialer.start, dialer.ui.loop, dialer.ui.window\n"
        f"print(*sorted(sys.modules.keys() & set({heavy!r})))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, check=False, text=True, timeout=50
    )
    assert (done.returncode, done.stdout.split()) == (0, []), done.stderr


def test_the_platform_and_the_rooms_know_no_integration() -> None:
    """Not even for annotations, which import-linter would see, nor by name."""
    found = [
        module.at(node)
        for module in modules()
        if module.room != "integrations"
        for node in ast.walk(module.tree)
        if isinstance(node, ast.stmt)
        and any(name.startswith("dialer.integrations.") for name in imported(node))
    ]
    assert not found


def _is_false(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is False
