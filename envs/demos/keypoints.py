"""What a task is about, as numbers that mean the same in every task: the keypoints of what the sentence mentions.

The environment state lists the objects of one scene, so its slots mean other things in another task, and it says
nothing of an instance's shape: where on a cabinet's front the handle is, say. This observation has, in a fixed number
of slots, the keypoints of what the task mentions in the order in which the sentence does, so that one policy can learn
from many tasks and act in one that it has not seen. The hand has no slot: the joints say where it is, and a training
that adds noise to the joints must not be able to read the truth elsewhere.
"""

from __future__ import annotations

import numpy as np

from envs.demos.layout import Float32
from envs.task.mentions import Mention, mentioned
from envs.task.refs import PlaceRef
from envs.task.scene_model import SceneModel
from envs.task.spec import TaskSpec
from envs.worlds.state import WorldState
from kpam.transforms import Array, apply, rotate

MENTIONS = 4
"""How many of a task's objects and parts have a slot; a task that mentions more is observed by its first four."""
_XYZ = ("x", "y", "z")
_VECTORS = ("point", "approach", "along", "opening", "place", "size")
_SLOT = ("present", "joint", *(f"{vector}.{axis}" for vector in _VECTORS for axis in _XYZ))
KEYPOINT_NAMES = tuple(f"mention{k}.{field}" for k in range(MENTIONS) for field in _SLOT)


class Keypoints:
    """Observes what a task mentions.

    There is a slot for each mention, zeros where there are fewer: whether it is there (1), its joint's fraction (0
    closed, 1 open; 0 for an object), and six vectors. For a part these are its handle's centre, the directions of
    approach, along the bar and of opening; for an object its centre, and approach and closing line of its first grasp
    (zeros where it has none), with no opening. Both end with the middle of the floor of the place that things are put
    into or onto (zeros where there is none) and the edges of the object's bounding box. Points are in metres in the
    robot's base frame.
    """

    def __init__(self, spec: TaskSpec, scene: SceneModel) -> None:
        self.scene = scene
        self.mentions = mentions_in_order(spec, scene)[:MENTIONS]

    def observe(self, state: WorldState) -> Float32:
        """Return the numbers that `KEYPOINT_NAMES` names, (len(KEYPOINT_NAMES),)."""
        values = [self._slot(state, *mention) for mention in self.mentions]
        values.append(np.zeros(len(_SLOT) * (MENTIONS - len(self.mentions))))
        return np.concatenate(values).astype(np.float32)

    def _slot(self, state: WorldState, object: str, part: str | None) -> Array:
        vectors = self._object(state, object) if part is None else self._part(state, object, part)
        joint = 0.0 if part is None else self.scene.joint_fraction(state, object, part)
        return np.concatenate([[1.0, joint], *vectors, self.scene.asset(object).size])

    def _part(self, state: WorldState, object: str, part: str) -> list[Array]:
        model = self.scene.asset(object)
        found = model.part(part)
        centre = model.point(f"{found.handle}.centre")
        vectors = [apply(self.scene.link_pose(state, object, centre.link), centre.position)]
        for name in ("approach", "axis", "opening"):
            axis = model.axis(f"{found.handle}.{name}")
            vectors.append(rotate(self.scene.link_pose(state, object, axis.link), axis.direction))
        return [*vectors, self._place(state, object, found.interior)]

    def _object(self, state: WorldState, object: str) -> list[Array]:
        model = self.scene.asset(object)
        approach = closing = np.zeros(3)
        if model.grasps:
            grasp = model.grasps[0]
            T = self.scene.link_pose(state, object, grasp.link)
            approach, closing = rotate(T, grasp.approach), rotate(T, grasp.closing)
        places = [place.name for place in (*model.volumes, *model.surfaces)]
        place = self._place(state, object, places[0] if places else None)
        return [self.scene.centre(state, object), approach, closing, np.zeros(3), place]

    def _place(self, state: WorldState, object: str, place: str | None) -> Array:
        if place is None:
            return np.zeros(3)
        return self.scene.floor(state, PlaceRef(object=object, place=place))[0][:3, 3]


def mentions_in_order(spec: TaskSpec, scene: SceneModel) -> tuple[Mention, ...]:
    """Return what the sentence names, in its order, then what only the goal and the stages name, in scene order.

    An object that is named only as the owner of a part has no mention of its own there.
    """
    named: list[Mention] = list(dict.fromkeys((span.object, span.part) for span in spec.spans))
    owners = {object for object, part in named if part is not None}
    order = {item.name: k for k, item in enumerate(spec.scene.objects)}
    others = mentioned(spec.goal, spec.stages, scene) - set(named)
    rest = [(object, part) for object, part in others if part is not None or object not in owners]
    return (*named, *sorted(rest, key=lambda item: (order[item[0]], item[1] or "")))
