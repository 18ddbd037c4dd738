"""Imports point down, and importing any module touches no display, GPU, network or simulator."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]

# What each package may import of the others: a layer sees those below it, memory and policy do not see each other.
ALLOWED = {
    "kpam": set(),
    "envs": {"kpam"},
    "memory": {"envs", "kpam"},
    "policy": {"envs", "kpam"},
    "tools": {"memory", "envs", "kpam"},
    "agents": {"tools", "policy", "memory", "envs", "kpam"},
}
# Modules that bring a simulator, a renderer, a GPU library or an index with them: only functions that use them may
# import them.
HEAVY = (
    "sapien",
    "pybullet",
    "open3d",
    "embreex",
    "torch",
    "lancedb",
    "av",
    "ompl",
    "cv2",
    "langchain_openai",
    "openai",
)

# What a package is made of, and needs on import: policies are torch modules.
MADE_OF = {"policy": ["torch"]}

# The builder's text, which only the sandbox's interpreter runs.
SANDBOXED = ROOT / "envs" / "task" / "prelude"

# Run in a fresh interpreter: records what an import does to the machine, and which heavy modules it drags in.
PROBE = """
import importlib, json, os, socket, sys
touched = []
def refuse(event, arguments):
    if event == "socket.bind" and arguments[1] == ("::1", 0):
        return  # urllib3, which LangChain imports, asks whether this machine has IPv6; nothing leaves it
    if event in ("socket.connect", "socket.bind", "socket.getaddrinfo", "subprocess.Popen", "os.system"):
        touched.append(f"{event} {arguments!r:.120}")
    if event == "open" and isinstance(arguments[0], str) and arguments[0].startswith(("/dev/dri", "/dev/nvidia")):
        touched.append(f"open {arguments[0]}")
sys.addaudithook(refuse)
for name in json.loads(sys.argv[1]):
    importlib.import_module(name)
heavy = [name for name in json.loads(sys.argv[2]) if name in sys.modules]
print(json.dumps({"heavy": heavy, "touched": touched}))
"""


def sources() -> list[Path]:
    """Every Python file of the packages."""
    return sorted(path for package in ALLOWED for path in (ROOT / package).rglob("*.py"))


def imported_packages(path: Path) -> set[str]:
    """The top-level names that a file imports anywhere in it, relative imports resolved."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(), str(path))):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add(path.relative_to(ROOT).parts[0] if node.level else str(node.module).split(".")[0])
    return found


def modules(package: str) -> list[str]:
    """Dotted names of every importable module of a package."""
    names = []
    for init in sorted((ROOT / package).rglob("*.py")):
        relative = init.relative_to(ROOT)
        sandboxed = init.parent == SANDBOXED and init.name != "__init__.py"
        if sandboxed or not (init.parent / "__init__.py").exists() or init.name == "__main__.py":
            continue
        parts = relative.parent.parts if init.name == "__init__.py" else (*relative.parent.parts, init.stem)
        names.append(".".join(parts))
    return names


def test_every_package_has_sources() -> None:
    packages = {path.relative_to(ROOT).parts[0] for path in sources()}
    assert packages == set(ALLOWED)


@pytest.mark.parametrize("package", sorted(ALLOWED))
def test_imports_point_down(package: str) -> None:
    forbidden = set(ALLOWED) - ALLOWED[package] - {package}
    wrong = {
        str(path.relative_to(ROOT)): sorted(imported_packages(path) & forbidden)
        for path in sources()
        if path.relative_to(ROOT).parts[0] == package and imported_packages(path) & forbidden
    }
    assert not wrong, f"{package} may import only {sorted(ALLOWED[package])} of the packages"


@pytest.mark.parametrize("package", sorted(set(ALLOWED) - {"policy"}))
def test_torch_is_imported_in_policy_alone(package: str) -> None:
    wrong = [
        str(path.relative_to(ROOT))
        for path in sources()
        if path.relative_to(ROOT).parts[0] == package and "torch" in imported_packages(path)
    ]
    assert not wrong


@pytest.mark.parametrize("package", sorted(ALLOWED))
def test_no_package_imports_tests_or_benchmarks(package: str) -> None:
    wrong = [
        str(path.relative_to(ROOT))
        for path in sources()
        if path.relative_to(ROOT).parts[0] == package and imported_packages(path) & {"tests", "benchmarks"}
    ]
    assert not wrong


def test_relative_imports_are_seen_as_the_own_package(tmp_path: Path) -> None:
    assert imported_packages(ROOT / "kpam" / "problem.py") >= {"kpam", "numpy"}


LISTING = "/sbin/ldconfig"
"""Torch's CUDA build lists the system's libraries when it is imported; nothing of ours does."""


@pytest.mark.parametrize("package", sorted(ALLOWED))
def test_importing_touches_no_display_gpu_network_or_simulator(package: str) -> None:
    for name in MADE_OF.get(package, []):
        pytest.importorskip(name, reason=f"needs the extra: pip install 'simwright[{package}]'")
    heavy = [name for name in HEAVY if name not in MADE_OF.get(package, [])]
    answer = subprocess.run(
        [sys.executable, "-c", PROBE, json.dumps(modules(package)), json.dumps(heavy)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert answer.returncode == 0, answer.stderr[-2000:]
    found = json.loads(answer.stdout.splitlines()[-1])
    found["touched"] = [item for item in found["touched"] if not (package in MADE_OF and LISTING in item)]
    assert found == {"heavy": [], "touched": []}
