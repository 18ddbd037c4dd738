"""Assets and the robot as SAPIEN bodies: shapes, masses, joints. SAPIEN itself is imported on first use."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from envs.assets.mechanics import inertia_matrix, moved_inertia
from envs.assets.model import AssetModel, Joint, Link, Shape
from envs.pose import Pose
from envs.robots import panda
from envs.robots.robot import Robot
from envs.worlds.sapien_couplings import Followers, add_springs, felt, followers
from kpam.transforms import Array, from_rotation, quaternion

# Collision groups of SAPIEN: shapes meet where one's first word shares a bit with the other's second, unless they
# share a bit of the third and have the same fourth. Bit 1 are bodies, bit 2 is the ground, which what is bolted
# down does not touch. The links of one thing never meet each other.
_BODY, _GROUND = 1, 2
_ROBOT_GROUP = 1
_FIRST_OBJECT_GROUP = 2

# Dry friction is a velocity drive whose force limit is the friction: this steep, a joint at rest does not creep.
_STICTION = 1e4
_MAX_DAMPING_RATE = 240.0

_ITERATIONS = 16

# Shapes nearer than the sum of their offsets, metres, are looked at as contacts: from 6 mm on, which what moves at
# 1.4 m/s covers in a step. More costs contacts that press on nothing; with less a peg that rocks in its hole goes on.
_CONTACT_OFFSET = 0.003

# PhysX leaves out corners that stand out of a convex mesh by less than 0.7 mm, so meshes are handed over enlarged.
_COOKED = 100

# Radius in metres of the patch over which a fingertip's contact resists spinning.
_FINGER_PATCH = 0.02


@dataclass(frozen=True)
class Body:
    """An object's bodies in the order of its asset's links, and its articulation when it has joints.

    `moving` holds None in the place of a bolted root. `joint_order` maps the asset's joints to the articulation's,
    `followers` are the coupled joints, to be aimed before each step.
    """

    components: tuple[Any, ...]
    moving: tuple[Any, ...]
    articulation: Any = None
    joint_order: tuple[int, ...] = ()
    followers: Followers | None = None


@cache
def _sapien() -> Any:
    """Import SAPIEN. It looks for a Vulkan loader and warns when there is none, which physics does not need."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        import sapien
    return sapien


def _physx() -> Any:
    return _sapien().physx


def new_scene(timestep: float, iterations: int = 1) -> Any:
    """Return an empty SAPIEN scene for physics alone, with so many times the usual solver iterations."""
    config = _physx().PhysxSceneConfig()
    config.enable_enhanced_determinism = True
    # The older solver: what rests stays six times quieter (0.05 mm/s), the arm tracks better, a step costs less.
    config.enable_tgs = False
    _physx().set_scene_config(config)
    body = _physx().PhysxBodyConfig()
    # Nothing sleeps: a sleeping body reports no contacts, and sleep is a state that cannot be restored.
    body.sleep_threshold = 0.0
    body.solver_position_iterations = _ITERATIONS * iterations
    _physx().set_body_config(body)
    shape = _physx().PhysxShapeConfig()
    shape.contact_offset = _CONTACT_OFFSET
    _physx().set_shape_config(shape)
    scene = _sapien().Scene([_physx().PhysxCpuSystem()])
    scene.set_timestep(timestep)
    return scene


def add_ground(scene: Any, friction: float) -> Any:
    """Add the plane z = 0 and return its component."""
    shape = _physx().PhysxCollisionShapePlane(_material(friction))
    shape.local_pose = _sapien().Pose(q=[np.sqrt(0.5), 0.0, -np.sqrt(0.5), 0.0])
    shape.set_collision_groups([_GROUND, 0, 0, 0])
    component = _physx().PhysxRigidStaticComponent()
    component.attach(shape)
    _entity(scene, component, "ground", _sapien().Pose())
    return component


def add_robot(scene: Any, robot: Robot, friction: float = 1.0) -> Any:
    """Add a robot at the origin in its home posture and return its articulation."""
    loader = scene.create_urdf_loader()
    loader.fix_root_link = True
    loader.set_material(friction, friction, 0.0)
    for name in panda.FINGER_LINKS if robot.has_fingers else ():
        loader.set_link_material(name, panda.FINGER_FRICTION * friction, panda.FINGER_FRICTION * friction, 0.0)
        loader.set_link_patch_radius(name, _FINGER_PATCH)
        loader.set_link_min_patch_radius(name, _FINGER_PATCH)
    added = loader.load(str(robot.urdf()))
    for link in added.links:
        link.disable_gravity = True
        link.linear_damping = link.angular_damping = 0.0
        touches = _BODY if link.is_root else _BODY | _GROUND
        for shape in link.collision_shapes:
            shape.set_collision_groups([_BODY, touches, 1, _ROBOT_GROUP])
    for joint in added.active_joints:
        joint.set_friction(0.0)
        if joint.name in panda.FINGER_NAMES:
            joint.set_drive_properties(panda.FINGER_STIFFNESS, panda.FINGER_DAMPING, panda.FINGER_FORCE)
        else:
            joint.set_drive_properties(panda.ARM_STIFFNESS, panda.ARM_DAMPING, panda.ARM_FORCE)
    added.set_qpos(panda.HOME[: len(added.active_joints)].astype(np.float32))
    return added


def add_object(scene: Any, name: str, index: int, asset: AssetModel, pose: Pose, friction: float = 1.0) -> Body:
    """Add an asset at a pose of its root, joints at their lower limits; `index` is its place in the scene.

    `friction` scales that of its surface.
    """
    group = _FIRST_OBJECT_GROUP + index
    material = _material(asset.friction * friction)
    if not asset.joints:
        kind: Any = _physx().PhysxRigidStaticComponent if asset.fixed_base else _physx().PhysxRigidDynamicComponent
        component = kind()
        _shape(component, asset.root, material, group, bolted=asset.fixed_base)
        if not asset.fixed_base:
            component.angular_damping = asset.rolling_damping
        _entity(scene, component, name, pose_from(pose.matrix()))
        return Body((component,), (None if asset.fixed_base else component,))
    return _add_articulation(scene, name, group, asset, pose, material)


def _add_articulation(scene: Any, name: str, group: int, asset: AssetModel, pose: Pose, material: Any) -> Body:
    components: dict[str, Any] = {}
    root = _physx().PhysxArticulationLinkComponent()
    _shape(root, asset.root, material, group, bolted=asset.fixed_base)
    joint: Any = root.joint
    joint.type = "fixed" if asset.fixed_base else "undefined"
    components[asset.root.name] = root
    for joint in asset.joints_from_root():
        child = asset.link(joint.child)
        component = _physx().PhysxArticulationLinkComponent(components[joint.parent])
        _shape(component, child, material, group, bolted=False)
        _set_joint(component, joint, asset)
        components[joint.child] = component
    entities = []
    for link in asset.links:
        entity = _sapien().Entity()
        entity.add_component(components[link.name])
        entity.name = f"{name}/{link.name}"
        entities.append(entity)
    entities[0].pose = pose_from(pose.matrix())
    for entity in entities:
        scene.add_entity(entity)
    articulation = root.articulation
    order = [joint.name for joint in articulation.active_joints]
    add_springs(asset, components)
    ordered = tuple(components[link.name] for link in asset.links)
    return Body(
        ordered,
        (None, *ordered[1:]) if asset.fixed_base else ordered,
        articulation,
        tuple(order.index(joint.name) for joint in asset.joints),
        followers(asset, articulation, scene.timestep),
    )


def _set_joint(component: Any, joint: Joint, asset: AssetModel) -> None:
    # SAPIEN's joints act along the x axis of their own frame.
    turn = from_rotation(_rotation_from_x(np.asarray(joint.axis)))
    handle = component.joint
    handle.name = joint.name
    # A plain revolute joint wraps at a whole turn: what turns further, such as a screw cap, would jump back.
    unwrapped = joint.kind == "revolute" and max(joint.upper, -joint.lower) > 2 * np.pi
    handle.type = "revolute_unwrapped" if unwrapped else joint.kind
    handle.pose_in_parent = pose_from(joint.origin.matrix() @ turn)
    handle.pose_in_child = pose_from(turn)
    handle.limit = np.array([[joint.lower, joint.upper]], dtype=np.float32)
    # PhysX's own joint friction is a share of the velocity, not a force: leave it out.
    handle.set_friction(0.0)
    friction, damping = felt(asset, joint)
    if friction == 0.0:
        handle.set_drive_properties(0.0, damping)
        return
    handle.set_drive_properties(0.0, _STICTION, friction)
    # The drive being taken, damping c N m s/rad acts on the link itself: rate c / I about the joint's axis.
    component.linear_damping = component.angular_damping = min(damping / moved_inertia(asset, joint), _MAX_DAMPING_RATE)


def _shape(component: Any, link: Link, material: Any, group: int, *, bolted: bool) -> None:
    """Attach a link's collision shapes and set its mass, centre of mass and inertia."""
    touches = _BODY if bolted else _BODY | _GROUND
    for shape in link.shapes:
        part = _collision_shape(shape, material)
        part.set_collision_groups([_BODY, touches, 1, group])
        component.attach(part)
    if isinstance(component, _physx().PhysxRigidStaticComponent):
        return
    moments, axes = np.linalg.eigh(inertia_matrix(link))
    if np.linalg.det(axes) < 0:
        axes[:, 0] = -axes[:, 0]
    component.mass = link.mass
    component.cmass_local_pose = pose_from(from_rotation(axes, link.centre_of_mass))
    component.inertia = moments.astype(np.float32)
    component.linear_damping = component.angular_damping = 0.0


def _collision_shape(shape: Shape, material: Any) -> Any:
    T = shape.pose.matrix()
    match shape.kind:
        case "box":
            part = _physx().PhysxCollisionShapeBox(half_size=[edge / 2 for edge in shape.size], material=material)
        case "sphere":
            part = _physx().PhysxCollisionShapeSphere(radius=shape.radius, material=material)
        case "cylinder":
            part = _physx().PhysxCollisionShapeCylinder(
                radius=shape.radius, half_length=shape.length / 2, material=material
            )
            T = T @ from_rotation(_rotation_from_x(np.array([0.0, 0.0, 1.0])))
        case "mesh":
            vertices = np.asarray(shape.vertices, dtype=np.float32) * _COOKED
            part = _physx().PhysxCollisionShapeConvexMesh(vertices=vertices, scale=[1 / _COOKED] * 3, material=material)
    part.local_pose = pose_from(T)
    return part


def _rotation_from_x(axis: Array) -> Array:
    """Return a (3, 3) rotation whose first column is a unit axis."""
    other = np.eye(3)[int(np.argmin(np.abs(axis)))]
    second = np.cross(axis, other)
    second /= np.linalg.norm(second)
    return np.column_stack([axis, second, np.cross(axis, second)]).astype(float)


def _material(friction: float) -> Any:
    return _physx().PhysxMaterial(friction, friction, 0.0)


def pose_from(T: Array) -> Any:
    """Return a (4, 4) transform as SAPIEN's pose."""
    return _sapien().Pose(p=T[:3, 3].tolist(), q=quaternion(T).tolist())


def _entity(scene: Any, component: Any, name: str, pose: Any) -> None:
    entity = _sapien().Entity()
    entity.add_component(component)
    entity.name = name
    entity.pose = pose
    scene.add_entity(entity)
