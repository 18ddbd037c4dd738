"""Files of keypoint problems for the tests."""

from __future__ import annotations

import numpy as np
import pytest

from kpam.files.build import Setting
from kpam.keypoints import Tool, Turns
from kpam.robot import Arm
from kpam.transforms import Array


@pytest.fixture
def setting(arm: Arm, home: Array) -> Setting:
    tool = Tool(
        "gripper",
        {"grasp": np.array([0.0, 0.0, 0.1034])},
        {"approach": np.array([0.0, 0.0, 1.0]), "fingers": np.array([0.0, 1.0, 0.0])},
        turns=(Turns(np.array([0.0, 0.0, 1.0]), 2),),
    )
    return Setting(arm, home, {"gripper": tool})
