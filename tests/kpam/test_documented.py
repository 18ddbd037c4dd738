"""What docs/kpam.md shows in Python runs, and prints what it says."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_the_python_of_the_document_prints_what_it_says(capsys, monkeypatch):
    monkeypatch.chdir(ROOT)
    names: dict[str, object] = {}
    for block in re.findall(r"```python\n(.*?)```", (ROOT / "docs" / "kpam.md").read_text(encoding="utf-8"), re.DOTALL):
        exec(block, names)
        printed = capsys.readouterr().out.splitlines()
        for line, text in zip(re.findall(r"^print\(.*", block, re.MULTILINE), printed, strict=True):
            _, comment, said = line.partition("  # ")
            assert not comment or text == said
    assert {"find_conflicts", "solve_pose", "solve_held"} <= set(names)
