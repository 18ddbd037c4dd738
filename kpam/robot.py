"""Kinematics of a serial arm with a hand, read from a URDF by pinocchio."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import numpy as np
from numpy.typing import ArrayLike

from kpam.compiled import compiled
from kpam.errors import ArmError, unknown
from kpam.transforms import Array

# pinocchio is a compiled module without type information
pin: Any = import_module("pinocchio")


class Arm:
    """A chain of revolute joints from the base to a hand. All poses are in the base frame, the URDF's root.

    A single configuration (n,) goes through pinocchio; a batch (b, n) through one compiled sweep along the chain.
    Joints of the URDF outside the chain are the gripper's fingers.
    """

    def __init__(
        self,
        model: Any,
        *,
        urdf: Path,
        hand_frame: str,
        joints: Sequence[str],
        lower: ArrayLike,
        upper: ArrayLike,
        velocity_limits: ArrayLike,
        acceleration_limits: ArrayLike,
        package_dirs: Sequence[str] = (),
    ) -> None:
        """Wrap a pinocchio model; `from_urdf` is the way to make an arm."""
        self.urdf = urdf
        self.package_dirs = tuple(package_dirs)
        self.joints = tuple(joints)
        self.hand_frame = hand_frame
        self.model = model
        self.data = model.createData()
        self.lower = _per_joint("lower limits", lower, len(joints))
        self.upper = _per_joint("upper limits", upper, len(joints))
        self.velocity_limits = _per_joint("velocity limits", velocity_limits, len(joints))
        self.acceleration_limits = _per_joint("acceleration limits", acceleration_limits, len(joints))
        if np.any(self.velocity_limits <= 0) or np.any(self.acceleration_limits <= 0):
            raise ArmError("velocity and acceleration limits must be positive for every joint")
        ids = [int(model.getJointId(name)) for name in joints]
        self._rows = np.array([model.joints[i].idx_q for i in ids])
        self._columns = np.array([model.joints[i].idx_v for i in ids])
        self._fingers = np.array([i for i in range(model.nq) if i not in set(self._rows.tolist())], dtype=int)
        self._frame = int(model.getFrameId(hand_frame, pin.FrameType.BODY))
        self.hand_joint = ids[-1]
        self.T_wrist_hand: Array = np.array(model.frames[self._frame].placement.homogeneous)
        self._check_chain(ids)
        self._axes: Array = np.array([_axis(model.joints[i]) for i in ids])
        self._placements: Array = np.array([model.jointPlacements[i].homogeneous for i in ids])

    @classmethod
    def from_urdf(
        cls,
        path: str | Path,
        *,
        hand_frame: str,
        joints: Sequence[str],
        velocity_limits: ArrayLike,
        acceleration_limits: ArrayLike,
        package_dirs: Sequence[str | Path] = (),
    ) -> Arm:
        """Read an arm from a URDF file.

        Position limits are the narrower of a joint's `<limit>` and the soft limits of its `<safety_controller>`.

        Args:
            path: the URDF file.
            hand_frame: the link whose pose the constraints are about.
            joints: the chain's revolute joints, from the base to the hand.
            velocity_limits: (n,) rad/s.
            acceleration_limits: (n,) rad/s^2.
            package_dirs: where `package://` addresses of meshes are looked for.

        Raises:
            ArmError: the file is missing or a name is not in it, or the joints are no chain to the hand.
        """
        file = Path(path)
        if not file.is_file():
            raise ArmError(f"no URDF file at {file}; give the path of an existing file")
        model: Any = pin.buildModelFromUrdf(str(file))
        for name in joints:
            if not model.existJointName(name):
                raise ArmError(unknown("joint", name, list(model.names)[1:]))
        links = [frame.name for frame in model.frames if frame.type == pin.FrameType.BODY]
        if hand_frame not in links:
            raise ArmError(unknown("frame", hand_frame, links))
        lower, upper = _limits(file, joints)
        return cls(
            model,
            urdf=file,
            hand_frame=hand_frame,
            joints=joints,
            lower=lower,
            upper=upper,
            velocity_limits=velocity_limits,
            acceleration_limits=acceleration_limits,
            package_dirs=[str(folder) for folder in package_dirs],
        )

    @property
    def middle(self) -> Array:
        """The middle of each joint's range, (n,) rad."""
        return 0.5 * (self.lower + self.upper)

    def full(self, q: Array, finger_width: float = 0.04) -> Array:
        """Return pinocchio's configuration: the arm's joints, and every finger at half the width in metres."""
        whole = np.zeros(self.model.nq)
        whole[self._rows] = q
        whole[self._fingers] = 0.5 * finger_width
        return whole

    def forward(self, q: Array) -> Array:
        """Return T_base_hand, (4, 4) for q of shape (n,), (b, 4, 4) for (b, n)."""
        q = self._checked(q)
        if q.ndim == 2:
            return self._sweep(q)[0]
        pin.forwardKinematics(self.model, self.data, self.full(q))
        return np.array(pin.updateFramePlacement(self.model, self.data, self._frame).homogeneous)

    def jacobian(self, q: Array) -> Array:
        """Return the hand's Jacobian, (6, n) or (b, 6, n): linear velocity of its origin; angular velocity."""
        return self.forward_and_jacobian(q)[1]

    def forward_and_jacobian(self, q: Array) -> tuple[Array, Array]:
        """Return `forward(q)` and `jacobian(q)` for the price of one."""
        q = self._checked(q)
        if q.ndim == 2:
            return self._sweep(q)
        J: Any = pin.computeFrameJacobian(
            self.model, self.data, self.full(q), self._frame, pin.ReferenceFrame.LOCAL_WORLD_ALIGNED
        )
        pose: Any = pin.updateFramePlacement(self.model, self.data, self._frame)
        return np.array(pose.homogeneous), np.array(J[:, self._columns])

    def link_poses(self, q: Array, finger_width: float = 0.04) -> Mapping[str, Array]:
        """Return T_base_link, (4, 4), of every link, the fingers' included."""
        pin.framesForwardKinematics(self.model, self.data, self.full(self._checked(q), finger_width))
        return {
            frame.name: np.array(self.data.oMf[i].homogeneous)
            for i, frame in enumerate(self.model.frames)
            if frame.type == pin.FrameType.BODY
        }

    def within_limits(self, q: Array, margin: float = 0.0) -> bool:
        """Say whether every joint lies within its limits drawn in by `margin` radians."""
        return bool(np.all(q >= self.lower + margin) and np.all(q <= self.upper - margin))

    def _sweep(self, q: Array) -> tuple[Array, Array]:
        """Return the hand's poses (b, 4, 4) and Jacobians (b, 6, n) at configurations (b, n)."""
        return _chain(np.ascontiguousarray(q), self._placements, self._axes, self.T_wrist_hand)

    def _checked(self, q: Array) -> Array:
        q = np.asarray(q, dtype=float)
        if q.ndim not in (1, 2) or q.shape[-1] != len(self.joints):
            raise ArmError(
                f"configuration of shape {q.shape}; this arm needs ({len(self.joints)},) or a batch of these"
            )
        return q

    def _check_chain(self, ids: Sequence[int]) -> None:
        parents = [int(self.model.parents[i]) for i in ids]
        if parents != [0, *ids[:-1]]:
            raise ArmError(
                f"joints {', '.join(self.joints)} are no chain from the base; name them in order, all of them"
            )
        if int(self.model.frames[self._frame].parentJoint) != ids[-1]:
            raise ArmError(
                f"frame {self.hand_frame!r} does not hang on {self.joints[-1]!r}; name the joints up to the hand"
            )


@compiled
def _chain(q: Array, placements: Array, axes: Array, T_wrist_hand: Array) -> tuple[Array, Array]:
    """Multiply along the chain: placements (n, 4, 4), each joint's turn about its axis (n, 3), then the hand.

    A turn is Rodrigues' formula, R = cos I + sin [a] + (1 - cos) a a^T. Column i of the Jacobian is (z_i x (p - o_i),
    z_i), with the axis z_i and origin o_i of joint i and the hand's origin p (Siciliano et al. 2009, eq. 3.30).
    """
    b, n = q.shape
    T = np.zeros((b, 4, 4))
    J = np.empty((b, 6, n))
    R, turned, turn = np.empty((3, 3)), np.empty((3, 3)), np.empty((3, 3))
    p = np.empty(3)
    for k in range(b):
        for r in range(3):
            p[r] = 0.0
            for c in range(3):
                R[r, c] = 1.0 if r == c else 0.0
        for i in range(n + 1):
            step = placements[i] if i < n else T_wrist_hand
            for r in range(3):
                p[r] += R[r, 0] * step[0, 3] + R[r, 1] * step[1, 3] + R[r, 2] * step[2, 3]
            for r in range(3):
                for c in range(3):
                    turned[r, c] = R[r, 0] * step[0, c] + R[r, 1] * step[1, c] + R[r, 2] * step[2, c]
            if i == n:
                break
            x, y, z = axes[i]
            sine, cosine = np.sin(q[k, i]), np.cos(q[k, i])
            rest = 1.0 - cosine
            turn[0, 0], turn[0, 1], turn[0, 2] = cosine + rest * x * x, rest * x * y - sine * z, rest * x * z + sine * y
            turn[1, 0], turn[1, 1], turn[1, 2] = rest * x * y + sine * z, cosine + rest * y * y, rest * y * z - sine * x
            turn[2, 0], turn[2, 1], turn[2, 2] = rest * x * z - sine * y, rest * y * z + sine * x, cosine + rest * z * z
            for r in range(3):
                # until the hand is known, the upper half holds where the joint is
                J[k, r, i] = p[r]
                J[k, 3 + r, i] = turned[r, 0] * x + turned[r, 1] * y + turned[r, 2] * z
                for c in range(3):
                    R[r, c] = turned[r, 0] * turn[0, c] + turned[r, 1] * turn[1, c] + turned[r, 2] * turn[2, c]
        for i in range(n):
            x, y, z = p[0] - J[k, 0, i], p[1] - J[k, 1, i], p[2] - J[k, 2, i]
            u, v, w = J[k, 3, i], J[k, 4, i], J[k, 5, i]
            J[k, 0, i], J[k, 1, i], J[k, 2, i] = v * z - w * y, w * x - u * z, u * y - v * x
        for r in range(3):
            T[k, r, 3] = p[r]
            for c in range(3):
                T[k, r, c] = turned[r, c]
        T[k, 3, 3] = 1.0
    return T, J


def _axis(joint: Any) -> Array:
    """Return a revolute joint's axis, (3,), in its own frame."""
    data = joint.createData()
    joint.calc(data, np.zeros(joint.nq))
    subspace = np.array(data.S).reshape(6, -1)
    if joint.nq != 1 or subspace.shape[1] != 1 or np.linalg.norm(subspace[3:]) < 0.5:
        raise ArmError(f"{joint.shortname()} is not supported; the arm's joints must be revolute with limits")
    return subspace[3:, 0]


def _limits(file: Path, joints: Sequence[str]) -> tuple[list[float], list[float]]:
    elements = {element.get("name"): element for element in ElementTree.parse(file).getroot().iter("joint")}
    lower: list[float] = []
    upper: list[float] = []
    for name in joints:
        limit, soft = elements[name].find("limit"), elements[name].find("safety_controller")
        if limit is None:
            raise ArmError(f"joint {name!r} has no <limit>; the solver needs one for every joint")
        low, high = float(limit.get("lower", "0")), float(limit.get("upper", "0"))
        if soft is not None:
            low = max(low, float(soft.get("soft_lower_limit", low)))
            high = min(high, float(soft.get("soft_upper_limit", high)))
        if low >= high:
            raise ArmError(f"joint {name!r} has limits {low} to {high}; the lower must be less than the upper")
        lower.append(low)
        upper.append(high)
    return lower, upper


def _per_joint(what: str, values: ArrayLike, n: int) -> Array:
    array = np.array(values, dtype=float)
    if array.shape != (n,) or not np.all(np.isfinite(array)):
        raise ArmError(f"{what} {array.tolist()}; give {n} finite numbers, one for each joint")
    return array
