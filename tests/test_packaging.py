"""The packages come from this repository wherever Python is started, and a wheel carries what they read."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("agents", "tools", "envs", "kpam", "policy", "memory")


def project() -> dict[str, object]:
    """The [project] table."""
    return tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]


@pytest.mark.parametrize("elsewhere", [False, True], ids=["from_the_repository", "from_another_folder"])
def test_each_package_resolves_inside_the_repository(elsewhere: bool, tmp_path: Path) -> None:
    code = "import importlib, json, sys; print(json.dumps([importlib.import_module(n).__file__ for n in sys.argv[1:]]))"
    answer = subprocess.run(
        [sys.executable, "-c", code, *PACKAGES],
        cwd=tmp_path if elsewhere else ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert answer.returncode == 0, f"{answer.stderr[-500:]}\ninstall with: pip install --no-deps -e ."
    files = [Path(name).resolve() for name in json.loads(answer.stdout)]
    assert files == [ROOT / package / "__init__.py" for package in PACKAGES]


def pins(*files: str) -> list[str]:
    """The lines of lock files that pin something."""
    return [line for name in files for line in (ROOT / name).read_text().splitlines() if not line.startswith("#")]


def test_the_locks_pin_every_dependency_exactly_and_name_no_address() -> None:
    base, policy = pins("requirements.lock"), pins("requirements-policy.lock")
    assets = pins("requirements-assets.lock")
    assert all(line.count("==") == 1 and not set(line) & set("@+/:") for line in base + policy + assets)
    extras = project()["optional-dependencies"]
    assert names([*project()["dependencies"], *extras["dev"]]) <= names(base)  # type: ignore[misc,index]
    assert names(extras["assets"]) <= names(base) | names(assets)  # type: ignore[index]
    assert names(extras["policy"]) <= names(base) | names(policy)  # type: ignore[index]
    assert not names(base) & (names(policy) | names(assets))
    assert not names(policy) & names(assets)


def test_the_demo_needs_no_torch() -> None:
    assert "torch" not in names(pins("requirements.lock"))


def names(requirements: list[str]) -> set[str]:
    return {re.split("[=>]=", text)[0].lower().replace("_", "-") for text in requirements}


def test_the_lock_satisfies_the_lower_bounds() -> None:
    from packaging.requirements import Requirement

    lines = [line for line in (ROOT / "requirements.lock").read_text().splitlines() if not line.startswith("#")]
    versions = {line.split("==")[0].lower().replace("_", "-"): line.split("==")[1] for line in lines}
    wanted = [Requirement(text) for text in project()["dependencies"]]  # type: ignore[attr-defined]
    assert [str(each) for each in wanted if versions[each.name] not in each.specifier] == []


def test_a_wheel_carries_every_package_and_every_file_it_reads(tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    copy.mkdir()
    for name in PACKAGES:
        shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, copy / name)
    built = subprocess.run(
        [sys.executable, "-c", "from setuptools.build_meta import build_wheel; print(build_wheel('..'))"],
        cwd=copy,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert built.returncode == 0, built.stderr[-2000:]
    with zipfile.ZipFile(tmp_path / built.stdout.splitlines()[-1]) as wheel:
        carried = {name for name in wheel.namelist() if not name.split("/")[0].endswith(".dist-info")}
        entry = next(name for name in wheel.namelist() if name.endswith("entry_points.txt"))
        assert "simwright = agents.cli:main" in wheel.read(entry).decode()
    expected = {
        str(path.relative_to(ROOT))
        for name in PACKAGES
        for path in (ROOT / name).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert carried == expected
