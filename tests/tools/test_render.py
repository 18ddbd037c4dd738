"""Pictures and films of a rollout."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from tools.framing import best_camera
from tools.render import write_film, write_pictures


@pytest.mark.parametrize("open_view", ["front", "overview"])
def test_the_camera_is_the_one_whose_view_of_what_moved_nothing_hides(context, program, open_view):
    rollout = context.rollout(program, 100)

    def render(state, camera):
        # The plate, which stays, shows to both; the block, which moves, to one of them, as if the arm hid it.
        segmentation = np.ones((camera.height, camera.width), dtype=np.int32)
        segmentation[:5] = 2
        segmentation[-1, :3] = 3 if camera.name == open_view else 1
        return SimpleNamespace(segmentation=segmentation)

    labels = {1: ("ground", "ground")}
    for number, name in ((2, "plate"), (3, "block")):
        (link,) = rollout.states[0].objects[name].links
        labels[number] = (name, link)
    assert best_camera(SimpleNamespace(labels=labels, render=render), rollout.states).name == open_view  # type: ignore[arg-type]


def test_the_picture_is_as_wide_as_shows_every_object_and_no_wider(context, program):
    from envs.render.camera import CAMERAS
    from envs.render.raycast import RaycastRenderer

    rollout = context.rollout(program, 100)
    assets = {item.asset: context.catalog.get(item.asset) for item in rollout.spec.scene.objects}
    renderer = RaycastRenderer(rollout.spec.scene, assets)
    camera = best_camera(renderer, rollout.states).sized(160, 120)
    assert camera.fov < CAMERAS[camera.name](160, 120).fov
    for state in (rollout.states[0], rollout.states[-1]):
        image = renderer.render(state, camera).segmentation
        for label, (owner, _) in renderer.labels.items():
            if owner in ("block", "plate"):
                assert (image == label).any()
                edge = np.concatenate([image[0], image[-1], image[:, 0], image[:, -1]])
                assert label not in edge, f"{owner} is cut off"


def test_pictures_begin_before_and_end_after_and_the_film_has_every_fourth_state(context, program, tmp_path):
    import av
    from PIL import Image

    rollout = context.rollout(program, 100)
    paths = write_pictures(context, rollout, tmp_path / "pictures", most=2)
    assert [path.name for path in paths] == ["before.png", "after.png"]
    first, last = (np.asarray(Image.open(path)) for path in paths)
    assert first.shape == (360, 480, 3)
    assert (first != last).any()
    write_film(context, rollout, tmp_path / "film.mp4")
    with av.open(str(tmp_path / "film.mp4")) as film:
        assert sum(1 for _ in film.decode(video=0)) == len(range(0, len(rollout.states), 4))
        assert float(film.streams.video[0].average_rate) == 10
