import numpy as np
import pytest

from envs.robots import panda
from kpam.errors import ArmError
from kpam.robot import Arm
from kpam.transforms import inverse


def test_a_batch_gives_what_single_configurations_give(arm, rng):
    q = rng.uniform(arm.lower, arm.upper, size=(20, 7))
    T, J = arm.forward_and_jacobian(q)
    for i in range(20):
        np.testing.assert_allclose(T[i], arm.forward(q[i]), atol=1e-12)
        np.testing.assert_allclose(J[i], arm.jacobian(q[i]), atol=1e-12)


def test_the_jacobian_is_the_derivative_of_the_hand_pose(arm, rng):
    q, step = rng.uniform(arm.lower, arm.upper), 1e-6
    J = arm.jacobian(q)
    for i in range(7):
        change = np.zeros(7)
        change[i] = step
        ahead, behind = arm.forward(q + change), arm.forward(q - change)
        np.testing.assert_allclose((ahead - behind)[:3, 3] / (2 * step), J[:3, i], atol=1e-7)
        spin = (ahead - behind)[:3, :3] / (2 * step) @ arm.forward(q)[:3, :3].T
        np.testing.assert_allclose([spin[2, 1], spin[0, 2], spin[1, 0]], J[3:, i], atol=1e-7)


def test_limits_are_the_published_ones(arm):
    np.testing.assert_allclose(arm.lower, [-2.8973, -1.7628, -2.8973, -3.0718, -2.8973, -0.0175, -2.8973])
    np.testing.assert_allclose(arm.upper, [2.8973, 1.7628, 2.8973, -0.0698, 2.8973, 3.7525, 2.8973])


def test_link_poses_hold_the_hand_and_open_the_fingers(arm, home):
    poses = arm.link_poses(home, finger_width=0.06)
    np.testing.assert_allclose(poses["panda_hand"], arm.forward(home), atol=1e-12)
    left, right = (inverse(poses["panda_hand"]) @ poses[f"panda_{side}finger"] for side in ("left", "right"))
    assert left[1, 3] - right[1, 3] == pytest.approx(0.06)


def _arm(**changes):
    given = {
        "hand_frame": panda.HAND_FRAME,
        "joints": panda.JOINT_NAMES,
        "velocity_limits": panda.VELOCITY_LIMITS,
        "acceleration_limits": panda.ACCELERATION_LIMITS,
    }
    return Arm.from_urdf(panda.urdf_path(), **(given | changes))


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"hand_frame": "panda_hnd"}, "did you mean 'panda_hand'"),
        ({"joints": ("panda_joint1", "panda_joint22")}, "panda_joint22"),
        ({"joints": panda.JOINT_NAMES[1:], "velocity_limits": [1] * 6, "acceleration_limits": [1] * 6}, "no chain"),
        ({"velocity_limits": [1.0] * 6}, "give 7"),
        ({"acceleration_limits": [0.0] * 7}, "positive"),
    ],
)
def test_a_malformed_description_is_refused_with_a_remedy(changes, said):
    with pytest.raises(ArmError, match=said):
        _arm(**changes)


def test_soft_limits_narrow_hard_ones(tmp_path):
    text = panda.urdf_path().read_text()
    soft = '<safety_controller k_velocity="1" soft_lower_limit="-1.5" soft_upper_limit="9"/></joint>'
    start = text.index('<joint name="panda_joint1"')
    end = text.index("</joint>", start)
    file = tmp_path / "arm.urdf"
    file.write_text(text[:end] + soft + text[end + len("</joint>") :])
    arm = Arm.from_urdf(
        file,
        hand_frame=panda.HAND_FRAME,
        joints=panda.JOINT_NAMES,
        velocity_limits=panda.VELOCITY_LIMITS,
        acceleration_limits=panda.ACCELERATION_LIMITS,
    )
    assert (arm.lower[0], arm.upper[0]) == (-1.5, 2.8973)


def test_joints_may_turn_about_any_axis(tmp_path, rng):
    axes, names = ("1 0 0", "0 -1 0", "0.6 0.64 0.48"), ("a", "b", "c")
    links = "".join(f'<link name="{name}"/>' for name in ("base", *names))
    joints = "".join(
        f'<joint name="{name}" type="revolute"><parent link="{parent}"/><child link="{name}"/><axis xyz="{axis}"/>'
        f'<origin xyz="0.1 0.2 -0.3" rpy="0.4 -0.5 0.6"/><limit lower="-3" upper="3" effort="1" velocity="1"/></joint>'
        for name, parent, axis in zip(names, ("base", *names), axes, strict=False)
    )
    file = tmp_path / "odd.urdf"
    file.write_text(f'<robot name="odd">{links}{joints}</robot>')
    arm = Arm.from_urdf(file, hand_frame="c", joints=names, velocity_limits=[1] * 3, acceleration_limits=[1] * 3)
    q = rng.uniform(-3, 3, size=(10, 3))
    T, J = arm.forward_and_jacobian(q)
    for i in range(10):
        np.testing.assert_allclose(T[i], arm.forward(q[i]), atol=1e-12)
        np.testing.assert_allclose(J[i], arm.jacobian(q[i]), atol=1e-12)


def test_the_same_batch_gives_the_same_bits(arm, rng):
    q = rng.uniform(arm.lower, arm.upper, size=(20, 7))
    assert arm.forward_and_jacobian(q)[1].tobytes() == arm.forward_and_jacobian(q.copy())[1].tobytes()


def test_a_wrong_shape_is_refused(arm):
    with pytest.raises(ArmError, match=r"\(9,\)"):
        arm.forward(np.zeros(9))
