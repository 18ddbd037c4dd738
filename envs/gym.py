"""A task as a Gymnasium environment, as LeRobot's evaluation and other libraries expect one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Literal

import gymnasium
import numpy as np
from gymnasium import spaces
from numpy.typing import ArrayLike, NDArray

from envs.demos.keypoints import KEYPOINT_NAMES, Keypoints
from envs.demos.layout import AGENT_NAMES, ARM_JOINTS, Layout, padded
from envs.errors import EnvsError, UnknownNameError
from envs.execution.session import Session
from envs.robots import panda
from envs.task.spec import TaskSpec
from envs.worlds import DEFAULT_WORLD
from envs.worlds.world import CONTROL_HZ

if TYPE_CHECKING:
    from envs.assets.catalog import Catalog
    from envs.assets.model import AssetModel
    from envs.render.camera import Camera
    from envs.render.raycast import RaycastRenderer
    from envs.render.topdown import TopDownCamera, TopDownImage, TopDownRenderer
    from envs.task.program import TaskProgram

Observation = dict[str, Any]
PIXELS = 128
"""Edge of a camera's picture when only its name is given."""
PROBED_SEEDS = 8
DRAWS = 20
HALF_STEP = 0.5 / CONTROL_HZ
"""Seconds; simulated time is a sum of floats."""


class EnvironmentMisuseError(EnvsError):
    """The environment was misused, or a seed gives a scene that cannot be played."""


class SimwrightEnv(gymnasium.Env[Observation, NDArray[np.float32]]):
    """Draws an instance of a task on `reset` and plays it at 20 Hz.

    Observations are a dict: `agent_pos` (8,) float32, seven joint angles in radians and the gripper's width in metres;
    `environment_state` float32, each object's position, quaternion wxyz and joint values in scene order, padded with
    zeros; `keypoints` float32, those of what the sentence mentions, as `envs.demos.keypoints.KEYPOINT_NAMES` names
    them; `pixels`, a dict of (H, W, 3) uint8 pictures by camera, when cameras are given; `heights`, a dict of (H, W)
    float32 heights in metres over the table by camera, for those that look straight down ("topdown"). With
    `observation="pixels"` environment state and keypoints are left out. An action (8,) float32 holds joint targets and
    a gripper width.

    The reward is 1 while the task is done (the goal has held for half a second and nothing was damaged), which also
    terminates, and 0 otherwise; stepping on after that is allowed.
    The task's time limit, in simulated seconds, truncates, and so does physics that explodes. `info` has `is_success`
    at every step, and in words how far the goal is. `reset(seed=...)` with the same seed, and the same actions, give
    the same states bit for bit.
    """

    metadata = {"render_modes": ["rgb_array"], "render_fps": CONTROL_HZ}  # noqa: RUF012  (Gymnasium's own form)

    def __init__(
        self,
        program: TaskProgram,
        catalog: Catalog | None = None,
        *,
        engine: str = DEFAULT_WORLD,
        cameras: Sequence[Camera | TopDownCamera | str] = (),
        render_mode: str | None = None,
        observation: Literal["state", "pixels"] = "state",
        environment_size: int | None = None,
    ) -> None:
        """Make the environment; nothing is simulated or rendered before `reset`.

        A camera is named ("front", 128x128; "topdown", 160 wide and 320 high, without the arm) or given.
        `environment_size` is the length of `environment_state`; by default what the largest of the first eight seeds'
        scenes needs.
        """
        if render_mode not in (None, "rgb_array"):
            raise UnknownNameError("render mode", str(render_mode), ["rgb_array"])
        if observation not in ("state", "pixels"):
            raise UnknownNameError("observation", observation, ["state", "pixels"])
        if observation == "pixels" and not cameras:
            raise EnvironmentMisuseError('observation="pixels" needs cameras; pass cameras=("front",)')
        self.program, self.engine, self.render_mode = program, engine, render_mode
        self.catalog = _catalog() if catalog is None else catalog
        self.cameras = tuple(_camera(camera) for camera in cameras)
        self._with_state = observation == "state"
        if self._with_state and environment_size is None:
            environment_size = max(self._scene_size(program.instantiate(s, self.catalog)) for s in range(PROBED_SEEDS))
        self._environment_size = environment_size or 0
        self.observation_space = self._observation_space()
        self.action_space: spaces.Space[NDArray[np.float32]] = _action_space()
        self._session: Session | None = None
        self._layout: Layout | None = None
        self._keypoints: Keypoints | None = None
        self._renderer: RaycastRenderer | None = None
        self._top_down: dict[str, TopDownRenderer] = {}

    @property
    def session(self) -> Session:
        """The episode being played; raises EnvsError before the first reset."""
        if self._session is None:
            raise EnvironmentMisuseError("call reset() before anything else")
        return self._session

    @property
    def task_spec(self) -> TaskSpec:
        """The instance being played."""
        return self.session.spec

    @property
    def task_description(self) -> str:
        """The sentence that the episode is about."""
        return self.task_spec.instruction

    def state_vector(self) -> NDArray[np.float64]:
        """Return the world's full state, as `WorldState.vector` lines it up."""
        return self.session.state.vector()

    def reset(
        self, *, seed: int | None = None, options: dict[str, Any] | None = None
    ) -> tuple[Observation, dict[str, Any]]:
        """Draw a scene and let it settle.

        `seed` is the scene's seed, too: a scene of it that does not settle raises. Without one, scenes are drawn until
        one settles.
        """
        super().reset(seed=seed, options=options)
        seeds = [seed] if seed is not None else [int(s) for s in self.np_random.integers(2**31, size=DRAWS)]
        for drawn in seeds:
            self.close()
            spec = self.program.instantiate(drawn, self.catalog)
            self._session = Session(spec, self.catalog, engine=self.engine)
            state = self._session.reset()
            if self._session.unstable is None:
                self._layout = Layout.of(state)
                self._keypoints = Keypoints(spec, self._session.scene_model)
                return self._observe(), self._info()
        reason = self.session.unstable.reason if self.session.unstable else ""
        self.close()
        raise EnvironmentMisuseError(f"no scene of seeds {seeds} settles ({reason}); reset with another seed")

    def step(self, action: ArrayLike) -> tuple[Observation, float, bool, bool, dict[str, Any]]:
        """Apply an action for a twentieth of a simulated second; raises ActionError for what is no action."""
        session = self.session
        session.step(action)
        info = self._info()
        truncated = session.exploded is not None or session.time > session.spec.time_limit - HALF_STEP
        return self._observe(), float(info["is_success"]), info["is_success"], truncated, info

    def render(self) -> NDArray[np.uint8] | None:
        """Return a picture (H, W, 3) of the first camera, or of the front one; None without a render mode."""
        if self.render_mode is None:
            return None
        return self._picture(self.cameras[0] if self.cameras else _camera("front"))

    def close(self) -> None:
        """Free the world and the renderer."""
        if self._session is not None:
            self._session.close()
        self._session = self._layout = self._keypoints = self._renderer = None
        self._top_down = {}

    def _observe(self) -> Observation:
        assert self._layout is not None
        assert self._keypoints is not None
        vector = self.state_vector()
        observation: Observation = {"agent_pos": self._layout.agent(vector)}
        if self._with_state:
            values = self._layout.environment(vector)
            if len(values) > self._environment_size:
                raise EnvironmentMisuseError(
                    f"the scene of seed {self.task_spec.seed} has {len(values)} environment numbers and the "
                    f"environment was made for {self._environment_size}; pass environment_size={len(values)} or more"
                )
            observation["environment_state"] = padded(values, self._environment_size)
            observation["keypoints"] = self._keypoints.observe(self.session.state)
        if self.cameras:
            observation["pixels"] = {camera.name: self._picture(camera) for camera in self.cameras}
        heights = {camera.name: self._from_above(camera).height for camera in self._looking_down()}
        if heights:
            observation["heights"] = heights
        return observation

    def _info(self) -> dict[str, Any]:
        session = self.session
        return {
            "is_success": session.success,
            "goal": session.measurement.text if session.exploded is None else session.exploded.reason,
            "time": session.time,
            "seed": session.spec.seed,
        }

    def _picture(self, camera: Camera | TopDownCamera) -> NDArray[np.uint8]:
        from envs.render.topdown import TopDownCamera

        if isinstance(camera, TopDownCamera):
            return self._from_above(camera).colour
        if self._renderer is None:
            from envs.render.raycast import RaycastRenderer

            self._renderer = RaycastRenderer(self.task_spec.scene, self._assets())
        return self._renderer.render(self.session.state, camera).colour

    def _looking_down(self) -> list[TopDownCamera]:
        if not self.cameras:
            return []
        from envs.render.topdown import TopDownCamera

        return [camera for camera in self.cameras if isinstance(camera, TopDownCamera)]

    def _from_above(self, camera: TopDownCamera) -> TopDownImage:
        if camera.name not in self._top_down:
            from envs.render.topdown import TopDownRenderer

            self._top_down[camera.name] = TopDownRenderer(self.task_spec.scene, self._assets(), camera)
        return self._top_down[camera.name].render(self.session.state)

    def _assets(self) -> dict[str, AssetModel]:
        return {item.asset: self.catalog.get(item.asset) for item in self.task_spec.scene.objects}

    def _scene_size(self, spec: TaskSpec) -> int:
        joints = (
            (item.name, tuple(j.name for j in self.catalog.get(item.asset).joints)) for item in spec.scene.objects
        )
        return len(Layout(tuple(joints)).environment_names)

    def _observation_space(self) -> spaces.Dict:
        found: dict[str, spaces.Space[Any]] = {"agent_pos": _unbounded(len(AGENT_NAMES))}
        if self._with_state:
            found["environment_state"] = _unbounded(self._environment_size)
            found["keypoints"] = _unbounded(len(KEYPOINT_NAMES))
        if self.cameras:
            pictures: dict[str, spaces.Space[Any]] = {
                camera.name: spaces.Box(0, 255, (camera.height, camera.width, 3), np.uint8) for camera in self.cameras
            }
            found["pixels"] = spaces.Dict(pictures)
        heights: dict[str, spaces.Space[Any]] = {
            camera.name: spaces.Box(0, np.inf, (camera.height, camera.width), np.float32)
            for camera in self._looking_down()
        }
        if heights:
            found["heights"] = spaces.Dict(heights)
        return spaces.Dict(found)


def _unbounded(size: int) -> spaces.Box:
    return spaces.Box(-np.inf, np.inf, (size,), np.float32)


def _action_space() -> spaces.Space[Any]:
    arm = panda.arm()
    low = np.append(arm.lower[:ARM_JOINTS], 0.0).astype(np.float32)
    high = np.append(arm.upper[:ARM_JOINTS], panda.MAX_WIDTH).astype(np.float32)
    return spaces.Box(low, high, dtype=np.float32)


def _camera(camera: Camera | TopDownCamera | str) -> Camera | TopDownCamera:
    from envs.render.camera import CAMERAS
    from envs.render.topdown import TopDownCamera

    if not isinstance(camera, str):
        return camera
    if camera == "topdown":
        return TopDownCamera()
    if camera not in CAMERAS:
        raise UnknownNameError("camera", camera, [*CAMERAS, "topdown"])
    return CAMERAS[camera](PIXELS, PIXELS)


def _catalog() -> Catalog:
    from envs.assets.catalog import Catalog

    return Catalog()
