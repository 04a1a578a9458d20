"""Every write has a person and leaves an entry in the trail; every read has a viewer."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

SITE = Path(__file__).resolve().parents[2] / "src" / "intarsia_site"
#: What the installation does by itself, and what only wraps a write, say so in their docstrings.
EXCUSES = (
    "the installation's own",
    "by the installation itself",
    "whoever is at this machine",
    "the write itself leaves the audit entry",
)
#: Reads that say who is looking, that are asked before anybody looks (is it set up, is it closed),
#: or that hand a list on that was narrowed to the viewer before.
NO_VIEWER = {"viewer.py", "paging.py", "installation.py", "sight_class.py"}
WRITES = {
    "save", "create", "create_user", "delete", "update_or_create", "get_or_create",
    "bulk_create", "bulk_update", "insert_missing", "select_for_update", "locked",
}  # fmt: skip
READS = {
    "filter", "exclude", "values_list", "values", "order_by", "get", "Seen", "record_or_none",
}  # fmt: skip


def modules(folder: str) -> Iterator[tuple[Path, ast.Module]]:
    for path in sorted(SITE.glob(f"*/{folder}/*.py")):
        yield path, ast.parse(path.read_text(encoding="utf-8"))


def functions(tree: ast.Module) -> Iterator[ast.FunctionDef]:
    yield from (node for node in tree.body if isinstance(node, ast.FunctionDef))


def arguments(node: ast.FunctionDef) -> set[str]:
    given = node.args
    return {one.arg for one in (*given.posonlyargs, *given.args, *given.kwonlyargs)}


def called(node: ast.FunctionDef) -> set[str]:
    found = set()
    for call in ast.walk(node):
        if isinstance(call, ast.Call):
            name = call.func
            if isinstance(name, ast.Attribute):
                found.add(name.attr)
            elif isinstance(name, ast.Name):
                found.add(name.id)
    return found


def is_ours(node: ast.FunctionDef) -> bool:
    said = " ".join((ast.get_docstring(node) or "").split()).casefold()
    return any(words in said for words in EXCUSES)


def reaching(folder: str, names: set[str]) -> set[str]:
    """Names of the folder's functions that call one of these, directly or through each other."""
    known: dict[str, set[str]] = {}
    for _path, tree in modules(folder):
        for node in functions(tree):
            known.setdefault(node.name, set()).update(called(node))
    found = set(names)
    while more := {name for name, calls in known.items() if calls & found} - found:
        found |= more
    return found


def public(folder: str, names: set[str]) -> Iterator[tuple[str, ast.FunctionDef]]:
    """The folder's public functions that reach one of these names."""
    wanted = reaching(folder, names)
    for path, tree in modules(folder):
        for node in functions(tree):
            if not node.name.startswith("_") and node.name in wanted:
                yield f"{path.parent.parent.name}/{path.name}: {node.name}", node


def test_every_service_says_by_whom_and_when() -> None:
    silent = [
        name
        for name, node in public("services", WRITES)
        if not {"by", "at"} <= arguments(node) and not is_ours(node)
    ]
    assert not silent


def test_every_service_leaves_an_entry_in_the_trail() -> None:
    leaving = reaching("services", {"record"})

    silent = [
        name
        for name, node in public("services", WRITES)
        if node.name not in leaving and not is_ours(node)
    ]
    assert not silent


def test_every_query_has_a_viewer() -> None:
    blind = [
        name
        for name, node in public("queries", READS)
        if not {"viewing", "viewer"} & arguments(node) and not is_about_the_viewer(name)
    ]
    assert not blind


def is_about_the_viewer(name: str) -> bool:
    return any(f"/{module}:" in name for module in NO_VIEWER)


def test_services_and_queries_are_found_by_what_they_do() -> None:
    writing = {name for name, _node in public("services", WRITES)}
    assert {
        "access/invitation.py: accept_invitation",
        "access/protocol.py: change_protocol",
        "access/letters.py: send_waiting",
    } <= writing
    assert "access/audit.py: audit_list" in {name for name, _node in public("queries", READS)}


def test_pages_reach_tables_through_services_and_queries_only() -> None:
    reaching = [
        str(path.relative_to(SITE))
        for folder in ("web", "api")
        for path in sorted((SITE / folder).rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom)
        and (node.module or "").startswith("intarsia_site.")
        and (node.module or "").split(".")[2:3] == ["models"]
    ]
    assert not reaching
