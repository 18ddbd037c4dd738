"""Hostile programs: each is a ProgramError, soon, and the host lives on."""

import os
import signal
import time
from pathlib import Path

import pytest

from envs.errors import ProgramError, SpecError
from envs.task import sandbox
from envs.task.program import TaskProgram

WHOLE = """
    ball = task.add("ball")
    task.say("Lift the {ball}.", ball)
    task.goal(ball.lifted(0.1))
    task.stage("lift", pick(ball))
"""


def failure(body, catalog):
    source = "def build(task, rng):\n" + "\n".join("    " + line for line in body.split("\n")) + WHOLE
    with pytest.raises((ProgramError, SpecError)) as caught:
        TaskProgram(name="hostile", source=source).instantiate(0, catalog)
    return caught.value


HOSTILE = {
    "while True: pass": "longer than 5 s",
    "while True:\n    try:\n        while True: pass\n    except BaseException: pass": "longer than 5 s",
    "x = [0] * 10**10": "memory",
    "x = 'a' * 10**10": "memory",
    "x = 10 ** 10 ** 9": "",
    "x = []\nwhile True: x.append(x[:])": "memory",
    "while True: print('a' * 1000)": "printed too much",
    "import os": "`import os` is not available",
    "from subprocess import run": "subprocess",
    "import random": "use the rng",
    "import numpy as np": "numpy",
    "open('/etc/passwd').read()": "`open` is not available",
    "eval('1')": "`eval` is not available",
    "exec('import os')": "`exec` is not available",
    "__import__('os').system('true')": "begins with _",
    "task.__class__": "begins with _",
    "(lambda: 0).__globals__": "begins with _",
    "def f(n): return f(n + 1)\nf(0)": "recursion too deep",
    "f = lambda g: g(g)\nf(f)": "recursion too deep",
    "while True: rng.random()": "",
    "for i in range(10**6): task.add('ball', name=f'b{i}')": "96 objects",
    "while True:\n    try: task.add('ball', name='robot')\n    except ValueError: pass": "asked for more than",
    "with open('x') as f: pass": "`with` is not available",
    "class A(list): pass": "inherits",
    "del task": "`del` is not available",
    "def f(): yield 1": "`yield` is not available",
    "goal = task.add('can').lifted(0.1)\nfor i in range(60): goal = not_(goal)\ntask.goal(goal)": "nested",
    "goal = task.add('can').lifted(0.1)\nfor i in range(5000): goal = not_(goal)\ntask.goal(goal)": "",
    "while True: task.paraphrase('x' * 400)": "16 paraphrases",
    "while True: task.stage('wait', pick(task.add('ball')))": "stages already",
    "task.goals.append('x' * 300000)": "characters of data",
    "task.goals.append(task)": "",
    "task.goals.append(task.goals)": "",
    "task.stages = 3": "",
    "task.requests = None": "",
    "task.goals.append(float('nan'))": "",
    "task.objects = 10 ** 400": "",
    "raise SystemExit(3)": "",
    "raise KeyboardInterrupt()": "",
    "raise MemoryError()": "memory",
    "raise ValueError('x' * 10**6)": "",
}


@pytest.mark.parametrize("body", HOSTILE)
def test_a_hostile_program_is_refused_with_a_reason(body, catalog):
    began = time.monotonic()
    error = failure(body, catalog)
    assert HOSTILE[body] in str(error)
    assert 0 < len(str(error)) < 2000
    assert time.monotonic() - began < 12


def test_lines_are_given_where_the_interpreter_knows_them(catalog):
    assert failure("import os", catalog).line == 2
    assert failure("x = [0] * 10**10", catalog).line == 2
    assert failure("x = 1\nx = x +", catalog).line == 3


@pytest.mark.parametrize(
    ("source", "text", "line"),
    [
        ("def build(task, rng)\n    pass", "syntax error", 1),
        ("", "no `def build(task, rng):`", None),
        ("def bild(task, rng):\n    pass", "no `def build(task, rng):`", 1),
        ("def build(rng):\n    pass", "build takes rng", 1),
        ("def build(task, rng):\n    pass\ndef meet(a):\n    pass", "'meet' is a name of the task API", 3),
        ("hand = 3\ndef build(task, rng):\n    pass", "'hand' is a name of the task API", 1),
        ("def build(task, rng):\n    global up\n    up = 3", "'up' is a name of the task API", 3),
        ("def build(task, rng):\n    pass\ndef _export(t):\n    return '{}'", "'_export'", 3),
        ("x = '\0'", "", None),
        ("\ud800", "", None),
        ("x = " + "(" * 5000 + ")" * 5000, "", None),
        ("x = " + "-" * 50000 + "1", "", None),
        ("x = 1" + " + 1" * 15000, "", None),
        ("#" * 100_000, "at most 65536", None),
        ("while True: pass\ndef build(task, rng):\n    pass", "longer than 5 s", None),
    ],
    ids=range(15),
)
def test_a_program_that_is_none_is_refused(source, text, line, catalog):
    with pytest.raises(ProgramError) as caught:
        TaskProgram(name="hostile", source=source).instantiate(0, catalog)
    assert text in caught.value.message
    if line is not None:
        assert caught.value.line == line


def test_what_a_program_prints_does_not_reach_the_terminal(catalog, capfd):
    source = "def build(task, rng):\n    print('noise')" + WHOLE
    TaskProgram(name="quiet", source=source).instantiate(0, catalog)
    assert capfd.readouterr() == ("", "")


def kill_worker():
    for task in Path("/proc/self/task").iterdir():
        for child in (task / "children").read_text().split():
            if "monty" in Path(f"/proc/{child}/cmdline").read_text():
                os.kill(int(child), signal.SIGKILL)


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="needs /proc to find the worker process")
def test_a_worker_that_dies_is_an_error_of_the_program_and_the_next_one_runs():
    with pytest.raises(ProgramError, match="ended the interpreter"):
        sandbox.run("kill()\nx = 1", prelude=[], final="'1'", host={"kill": kill_worker})
    assert sandbox.run("x = 1", prelude=[], final="'[1, 2]'", host={}) == [1, 2]


@pytest.mark.parametrize(
    ("final", "text"),
    [
        ("3", "gave a int"),
        ("'{'", "no valid data"),
        ("'[' * 100 + ']' * 100", "nested 100 deep"),
        ("'[' * 100000", "nested"),
        ("'\"' + 'a' * 300000 + '\"'", "characters of data"),
    ],
)
def test_a_result_that_is_not_plain_small_data_is_refused(final, text):
    with pytest.raises(ProgramError, match=text):
        sandbox.run("x = 1", prelude=[], final=final, host={})


def test_brackets_within_text_are_not_depth():
    assert sandbox.run("x = 1", prelude=[], final="'[\"' + '[' * 99 + '\\\\\"\"]'", host={}) == ["[" * 99 + '"']
