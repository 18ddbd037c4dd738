"""Writes small assets as people have them: a PartNet-Mobility directory, URDFs, meshes."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import trimesh

Corner = tuple[float, float, float]
WOOD, WHITE, STEEL = (0.55, 0.36, 0.20), (0.92, 0.91, 0.88), (0.25, 0.26, 0.28)


def write_obj(path: Path, boxes: list[tuple[Corner, Corner]], colour: Corner) -> None:
    """Write boxes, each by its lower and upper corner, as one OBJ with a material beside it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = [f"mtllib {path.stem}.mtl", f"o {path.stem}", "usemtl paint"]
    for number, (low, high) in enumerate(boxes):
        mesh = trimesh.creation.box(bounds=[low, high])
        lines += [f"v {x:.6f} {y:.6f} {z:.6f}" for x, y, z in mesh.vertices]
        lines += ["f " + " ".join(str(int(corner) + 1 + 8 * number) for corner in face) for face in mesh.faces]
    path.write_text("\n".join([*lines, ""]))
    r, g, b = colour
    path.with_suffix(".mtl").write_text(f"newmtl paint\nKd {r} {g} {b}\n")


def write_partnet_cabinet(folder: Path, *, drawers: int = 2, category: str = "StorageFurniture") -> Path:
    """Write a cabinet as PartNet-Mobility has it: y up, the front along z, unit size, a handle's name on its visual."""
    half, height, depth, wall = 0.42, 0.5, 0.4, 0.03
    objs = folder / "textured_objs"
    board = [
        ((-half, -height, -depth), (-half + wall, height, depth - wall)),
        ((half - wall, -height, -depth), (half, height, depth - wall)),
        ((-half, -height, -depth), (half, height, -depth + wall)),
        ((-half, -height, -depth), (half, -height + wall, depth - wall)),
        ((-half, height - wall, -depth), (half, height, depth - wall)),
    ]
    write_obj(objs / "original-1.obj", board, WOOD)
    links = [_link("base"), _link(f"link_{drawers}", [("base_body-1", "original-1")])]
    joints = [
        _joint(f"joint_{drawers}", "fixed", "base", f"link_{drawers}", rpy="1.570796326794897 0 -1.570796326794897")
    ]
    semantics = [f"link_{drawers} heavy furniture_body"]
    step = 2 * (height - wall) / drawers
    for number in range(drawers):
        low = -height + wall + number * step + 0.006
        high = low + step - 0.012
        inner, back = half - wall - 0.008, -depth + wall + 0.05
        tray = [
            ((-inner, low + 0.01, back), (inner, low + 0.03, depth - wall)),
            ((-inner, low + 0.01, back), (-inner + 0.02, low + 0.7 * step, depth - wall)),
            ((inner - 0.02, low + 0.01, back), (inner, low + 0.7 * step, depth - wall)),
            ((-inner, low + 0.01, back), (inner, low + 0.7 * step, back + 0.02)),
        ]
        middle = (low + high) / 2
        front = depth - wall + 0.004
        bar = [
            ((-0.16, middle - 0.022, front + 0.13), (0.16, middle + 0.022, front + 0.175)),
            ((-0.15, middle - 0.015, front + 0.03), (-0.12, middle + 0.015, front + 0.14)),
            ((0.12, middle - 0.015, front + 0.03), (0.15, middle + 0.015, front + 0.14)),
        ]
        names = [f"original-{10 * number + k}" for k in (12, 13, 14)]
        write_obj(objs / f"{names[0]}.obj", tray, WOOD)
        write_obj(objs / f"{names[1]}.obj", [((-half, low, front), (half, high, front + 0.03))], WHITE)
        write_obj(objs / f"{names[2]}.obj", bar, STEEL)
        shapes = [("drawer_box-3", names[0]), ("drawer_front-4", names[1]), (f"handle-{5 + number}", names[2])]
        links.append(_link(f"link_{number}", shapes))
        limit = '<limit lower="0" upper="0.56"/>'
        joints.append(_joint(f"joint_{number}", "prismatic", f"link_{drawers}", f"link_{number}", limit, axis="0 0 1"))
        semantics.append(f"link_{number} slider drawer")
    text = "\n".join(['<?xml version="1.0" ?>', '<robot name="partnet_cabinet">', *links, *joints, "</robot>", ""])
    (folder / "mobility.urdf").write_text(text)
    (folder / "semantics.txt").write_text("\n".join([*semantics, ""]))
    (folder / "meta.json").write_text(json.dumps({"model_cat": category, "anno_id": folder.name, "user_id": "tester"}))
    box = {"min": [-half, -height, -depth], "max": [half, height, depth + 0.18]}
    (folder / "bounding_box.json").write_text(json.dumps(box))
    return folder


def _link(name: str, shapes: list[tuple[str, str]] | None = None) -> str:
    if not shapes:
        return f'<link name="{name}"/>'
    places = [
        f'<{kind}{extra}><origin xyz="0 0 0"/><geometry><mesh filename="textured_objs/{file}.obj"/></geometry></{kind}>'
        for label, file in shapes
        for kind, extra in (("visual", f' name="{label}"'), ("collision", ""))
    ]
    return f'<link name="{name}">{"".join(places)}</link>'


def _joint(
    name: str, kind: str, parent: str, child: str, more: str = "", *, rpy: str = "0 0 0", axis: str = "1 0 0"
) -> str:
    return (
        f'<joint name="{name}" type="{kind}"><origin rpy="{rpy}" xyz="0 0 0"/><axis xyz="{axis}"/>'
        f'<child link="{child}"/><parent link="{parent}"/>{more}</joint>'
    )


def mug_mesh(radius: float = 0.032, height: float = 0.09, wall: float = 0.004) -> trimesh.Trimesh:
    """Return a watertight mug without a handle, z up, metres."""
    outline = [(0.0, 0.0), (radius, 0.0), (radius, height), (radius - wall, height), (radius - wall, wall), (0.0, wall)]
    mesh = trimesh.creation.revolve(np.array(outline), sections=24)
    mesh.visual.face_colors = (200, 40, 40, 255)
    return mesh


CHEST = """<robot name="chest">
  <material name="oak"><color rgba="0.6 0.4 0.2 1"/></material>
  <link name="base_link"/>
  <link name="box">
    <visual><origin xyz="0 0 0.005"/><geometry><box size="0.2 0.3 0.01"/></geometry><material name="oak"/></visual>
    <visual><origin xyz="0.095 0 0.06"/><geometry><box size="0.01 0.3 0.1"/></geometry><material name="oak"/></visual>
    <visual><origin xyz="-0.095 0 0.06"/><geometry><box size="0.01 0.3 0.1"/></geometry><material name="oak"/></visual>
    <visual><origin xyz="0 0.145 0.06"/><geometry><box size="0.18 0.01 0.1"/></geometry><material name="oak"/></visual>
    <visual><origin xyz="0 -0.145 0.06"/><geometry><box size="0.18 0.01 0.1"/></geometry><material name="oak"/></visual>
  </link>
  <link name="lid">
    <visual><origin xyz="0.1 0 0.006"/><geometry><box size="0.2 0.3 0.01"/></geometry></visual>
    <visual name="grip"><origin xyz="0.17 0 0.045"/><geometry><box size="0.02 0.1 0.02"/></geometry></visual>
    <visual name="grip"><origin xyz="0.17 0.04 0.023"/><geometry><box size="0.012 0.012 0.026"/></geometry></visual>
    <visual name="grip"><origin xyz="0.17 -0.04 0.023"/><geometry><box size="0.012 0.012 0.026"/></geometry></visual>
  </link>
  <joint name="fixed" type="fixed"><parent link="base_link"/><child link="box"/></joint>
  <joint name="hinge" type="revolute">
    <origin xyz="-0.1 0 0.111"/><axis xyz="0 -1 0"/><parent link="box"/><child link="lid"/>
    <limit lower="0" upper="1.6" effort="1" velocity="1"/>
  </joint>
</robot>
"""
"""A chest with a lid and a grip on it, as a URDF of boxes."""
