from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from policy import errors

PROBE = """
import sys
import policy.errors, policy.data.inputs, policy.data.split, policy.data.statistics, policy.data.stream
sys.exit("torch" in sys.modules)
"""


def test_missing_torch_is_a_sentence_with_the_line_that_installs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "torch", None)
    with pytest.raises(errors.TorchMissingError) as caught:
        errors.require_torch()
    assert str(caught.value) == "training needs torch: pip install 'simwright[policy]'"


def test_a_torch_that_lacks_something_else_is_not_called_missing(monkeypatch, tmp_path: Path) -> None:
    (tmp_path / "torch.py").write_text("import a_library_that_is_not_there\n")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "torch", raising=False)
    with pytest.raises(ModuleNotFoundError, match="a_library_that_is_not_there"):
        errors.require_torch()


def test_torch_that_is_there_is_no_error() -> None:
    pytest.importorskip("torch", reason="needs the extra: pip install 'simwright[policy]'")
    errors.require_torch()


def test_data_and_errors_do_without_torch() -> None:
    root = Path(__file__).resolve().parents[2]
    assert subprocess.run([sys.executable, "-c", PROBE], cwd=root, check=False).returncode == 0


@pytest.mark.parametrize("name", ["DatasetUnfit", "Checkpoint", "Observation", "Device", "TorchMissing"])
def test_one_base_catches_every_error(name: str) -> None:
    assert issubclass(getattr(errors, f"{name}Error"), errors.PolicyError)
