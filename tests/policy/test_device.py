from __future__ import annotations

import pytest

torch = pytest.importorskip("torch", reason="needs the extra: pip install 'simwright[policy]'")

from policy.device import choose_device  # noqa: E402
from policy.errors import DeviceError  # noqa: E402


@pytest.fixture
def gpus(monkeypatch):
    return lambda count: monkeypatch.setattr(torch.cuda, "device_count", lambda: count)


def test_auto_takes_the_gpu_where_there_is_one(gpus, monkeypatch) -> None:
    monkeypatch.setattr(torch.backends.mps, "is_available", lambda: False)
    gpus(0)
    assert choose_device() == torch.device("cpu")
    gpus(2)
    assert choose_device("auto") == torch.device("cuda")
    assert choose_device("cuda:1") == torch.device("cuda:1")


def test_a_gpu_that_is_not_there_is_a_sentence(gpus) -> None:
    gpus(0)
    with pytest.raises(DeviceError, match=r"device 'cuda' was asked for and there is none here.*use 'auto'"):
        choose_device("cuda")
    gpus(2)
    with pytest.raises(DeviceError, match="there are only 2 here, counted from 0"):
        choose_device("cuda:2")


@pytest.mark.parametrize("name", ["gpu", "", "cuda:-1", "cuda:x", "cpu:0:1"])
def test_a_name_that_is_none_lists_the_known(name: str) -> None:
    with pytest.raises(DeviceError, match="known: auto, cpu, cuda, mps"):
        choose_device(name)
