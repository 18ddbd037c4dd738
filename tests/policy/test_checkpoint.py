from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="needs the extra: pip install 'simwright[policy]'")

import safetensors.torch  # noqa: E402

from policy import checkpoint  # noqa: E402
from policy.checkpoint import DESCRIPTION, WEIGHTS, describe, load, save  # noqa: E402
from policy.errors import CheckpointError  # noqa: E402
from policy.heads import HEADS  # noqa: E402
from policy.model import Policy  # noqa: E402
from policy.normaliser import Normaliser  # noqa: E402

ROOT = Path(__file__).resolve().parents[2]
PLAY = """
import sys
import numpy as np
import torch
from policy.checkpoint import load

torch.set_num_threads(1)
policy = load(sys.argv[1])
policy.reset(np.linspace(-1.0, 1.0, 5), seed=3)
for k in range(5):
    seen = {"observation.state": np.full(8, 0.1 * k), "observation.environment_state": np.full(3, -0.2 * k)}
    print(policy.select_action(seen).tobytes().hex())
"""


def play(policy: Policy) -> list[str]:
    policy.reset(np.linspace(-1.0, 1.0, 5), seed=3)
    looks = [
        {"observation.state": np.full(8, 0.1 * k), "observation.environment_state": np.full(3, -0.2 * k)}
        for k in range(5)
    ]
    return [policy.select_action(look).tobytes().hex() for look in looks]


def make(config, seed: int = 1) -> Policy:
    rng = np.random.default_rng(0)
    moments = (rng.normal(size=11), rng.uniform(0.1, 2, 11), rng.normal(size=(4, 8)), rng.uniform(0.1, 2, (4, 8)))
    return Policy(config, Normaliser(config, *moments), seed=seed).eval()


@pytest.fixture
def saved(small_config, tmp_path) -> Path:
    save(make(small_config()), tmp_path / "best", step=12)
    return tmp_path / "best"


@pytest.mark.parametrize("head", HEADS)
def test_a_fresh_process_plays_the_same_actions_bit_for_bit(head: str, small_config, tmp_path) -> None:
    policy = make(small_config(head))
    save(policy, tmp_path)
    answer = subprocess.run(
        [sys.executable, "-c", PLAY, str(tmp_path)], cwd=ROOT, capture_output=True, text=True, timeout=60, check=True
    )
    assert answer.stdout.split() == play(policy)


def test_the_normaliser_is_saved_with_the_weights(saved, small_config) -> None:
    before, after = make(small_config()).normaliser.state_dict(), load(saved).normaliser.state_dict()
    assert set(after) == {"state_mean", "state_spread", "action_mean", "action_spread"}
    assert all(torch.equal(after[name], value) for name, value in before.items())


def test_what_was_said_beside_the_policy_is_told_again(saved, small_config) -> None:
    description = describe(saved)
    assert description.extra == {"step": 12}
    assert description.config == small_config()
    assert description.versions["torch"].split("+")[0] == torch.__version__.split("+")[0]


def test_a_loaded_policy_acts_and_does_not_train(saved) -> None:
    assert not load(saved).training


def test_saving_over_an_older_one_leaves_only_the_new(saved, small_config) -> None:
    save(make(small_config("flow"), seed=9), saved, step=13)
    assert play(load(saved)) == play(make(small_config("flow"), seed=9))
    assert sorted(path.name for path in saved.iterdir()) == [WEIGHTS, DESCRIPTION]


def test_a_policy_killed_between_its_two_files_still_loads(saved, small_config, tmp_path) -> None:
    save(make(small_config(), seed=2), tmp_path / "next", step=13)
    shutil.copy(tmp_path / "next" / WEIGHTS, saved / WEIGHTS)
    assert play(load(saved)) == play(make(small_config(), seed=2))


@pytest.mark.parametrize("name", [WEIGHTS, DESCRIPTION])
@pytest.mark.parametrize("share", [0.0, 0.5, 0.99])
def test_a_file_cut_short_is_a_sentence(name: str, share: float, saved) -> None:
    whole = (saved / name).read_bytes()
    (saved / name).write_bytes(whole[: int(share * len(whole))])
    with pytest.raises(CheckpointError, match=f"{name} cannot be read .*; copy it again, or train again"):
        load(saved)


def test_a_flipped_bit_in_the_weights_is_noticed(saved) -> None:
    content = bytearray((saved / WEIGHTS).read_bytes())
    content[-100] ^= 1
    (saved / WEIGHTS).write_bytes(content)
    with pytest.raises(CheckpointError, match="its weights are not those that were saved"):
        load(saved)


@pytest.mark.parametrize("name", [WEIGHTS, DESCRIPTION])
def test_a_missing_file_is_a_sentence(name: str, saved) -> None:
    (saved / name).unlink()
    with pytest.raises(CheckpointError, match=rf"has no {name}; give .* checkpoint"):
        load(saved)


def test_a_folder_that_is_not_there_is_a_sentence(tmp_path) -> None:
    with pytest.raises(CheckpointError, match=r"there is no folder .*nowhere; give a checkpoint's folder"):
        load(tmp_path / "nowhere")


def test_another_version_is_a_sentence(saved) -> None:
    data = json.loads((saved / DESCRIPTION).read_text())
    (saved / DESCRIPTION).write_text(json.dumps(data | {"schema_version": 2}))
    with pytest.raises(CheckpointError, match="schema version 2 and this Simwright reads 1; install the version"):
        load(saved)


@pytest.mark.parametrize("text", ["[]", '{"schema_version": 1}', '{"schema_version": 1, "config": {"head": "x"}}'])
def test_a_description_of_something_else_is_a_sentence(text: str, saved) -> None:
    (saved / DESCRIPTION).write_text(text)
    with pytest.raises(CheckpointError, match=r"policy\.json (has schema version None|describes a policy that this)"):
        load(saved)


def test_a_setting_that_a_later_version_adds_does_not_make_it_another_policy(saved, small_config) -> None:
    """What was saved before there was `joint_noise`: neither its description nor its hash has it."""
    data, policy = json.loads((saved / DESCRIPTION).read_text()), make(small_config())
    del data["config"]["joint_noise"]
    weights = {name: value.contiguous() for name, value in policy.state_dict().items()}
    header = {"config_sha256": checkpoint._config_hash(data), "weights_sha256": checkpoint._weights_hash(weights)}
    (saved / WEIGHTS).write_bytes(safetensors.torch.save(weights, header))
    (saved / DESCRIPTION).write_text(json.dumps(data))
    assert play(load(saved)) == play(policy)


def test_a_setting_that_this_version_lacks_is_a_sentence(saved) -> None:
    data = json.loads((saved / DESCRIPTION).read_text())
    data["config"]["colour"] = 1
    (saved / DESCRIPTION).write_text(json.dumps(data))
    with pytest.raises(CheckpointError, match=r"does not make \(config.colour: .*\); install the version that"):
        load(saved)


def test_halves_of_two_policies_do_not_load(saved, small_config, tmp_path) -> None:
    save(make(small_config(executed=1)), tmp_path / "other")
    shutil.copy(tmp_path / "other" / DESCRIPTION, saved / DESCRIPTION)
    with pytest.raises(CheckpointError, match="belong to two different policies"):
        load(saved)


def test_nothing_but_weights_is_ever_read_from_a_pickle(saved) -> None:
    torch.save({"weights": torch.zeros(3)}, saved / WEIGHTS)
    with pytest.raises(CheckpointError, match="cannot be read"):
        load(saved)
