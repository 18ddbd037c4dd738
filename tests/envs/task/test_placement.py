import math

import numpy as np
import pytest

from envs.errors import SpecError
from envs.task.footprint import footprint, sweeps
from envs.task.placement import BASE_CLEARANCE, CLEARANCE, JointRequest, ObjectRequest, draw
from envs.task.refs import PlaceRef
from envs.task.spec import Region

FRONT = Region(name="table_front", x=(0.32, 0.5), y=(-0.25, 0.25))
BACK = Region(name="table_back", x=(0.6, 0.7), y=(-0.12, 0.12))
ANY, ROBOT = (-math.pi, math.pi), (math.pi, math.pi)


def request(name, category=None, region=FRONT, yaw=ANY, **named):
    return ObjectRequest(name=name, asset=f"{category or name}/0", region=region, yaw=yaw, **named)


@pytest.fixture
def place(catalog):
    def run(*requests, seed=0):
        models = {item.name: catalog.get(item.asset) for item in requests}
        return draw(requests, models, np.random.default_rng(seed)), models

    return run


def grounds(specs, models):
    found = []
    for spec in specs:
        asset = models[spec.name]
        values = {item.joint: asset.joint(item.joint).value_at(item.fraction) for item in spec.joints}
        w, _, _, z = spec.pose.quaternion
        found.append(footprint(asset, values).moved(np.array(spec.pose.position[:2]), 2 * math.atan2(z, w)))
    return found


def corners(box):
    c, s = math.cos(box.yaw), math.sin(box.yaw)
    turn = np.array([[c, -s], [s, c]])
    return [box.centre + turn @ (box.half * np.array(sign)) for sign in ((1, 1), (1, -1), (-1, -1), (-1, 1))]


def test_objects_stand_in_their_regions_apart_and_off_the_base(place):
    wanted = [request("drawer_cabinet", region=BACK, yaw=ROBOT)]
    wanted += [request("bowl"), *[request(f"{name}_{k}", name) for name in ("block", "can") for k in range(2)]]
    for seed in range(15):
        specs, models = place(*wanted, seed=seed)
        assert [spec.name for spec in specs] == [item.name for item in wanted]
        boxes = grounds(specs, models)
        for k, (spec, box) in enumerate(zip(specs, boxes, strict=True)):
            x, y, z = spec.pose.position
            assert spec.region.x[0] <= x <= spec.region.x[1]
            assert spec.region.y[0] <= y <= spec.region.y[1]
            assert z == 0
            assert box.distance(np.zeros(2)) >= BASE_CLEARANCE
            for other in boxes[:k]:
                assert not box.overlaps(other)
                assert min(other.distance(corner) for corner in corners(box)) >= CLEARANCE * 0.99
                assert min(box.distance(corner) for corner in corners(other)) >= CLEARANCE * 0.99


def test_the_same_generator_gives_the_same_scene(place):
    wanted = [request("block"), request("can")]
    assert place(*wanted, seed=4)[0] == place(*wanted, seed=4)[0]
    assert place(*wanted, seed=4)[0] != place(*wanted, seed=5)[0]


def test_facing_fixes_the_front(place):
    (spec,), _ = place(request("drawer_cabinet", region=BACK, yaw=ROBOT))
    np.testing.assert_allclose(spec.pose.matrix()[:3, 0], (-1, 0, 0), atol=1e-12)
    low, high = 0.3, 0.6
    (spec,), _ = place(request("can", yaw=(low, high)))
    assert low <= math.atan2(*spec.pose.matrix()[[1, 0], 0]) <= high


def test_an_open_drawer_takes_room(place):
    wanted = request("drawer_cabinet", region=BACK, yaw=ROBOT, joints=(JointRequest(part="drawer_top", low=1, high=1),))
    (spec,), models = place(wanted)
    (box,) = grounds([spec], models)
    assert spec.joints[0].fraction == 1
    closed = footprint(models["drawer_cabinet"], {})
    assert box.half[0] - closed.half[0] == pytest.approx((0.34 - 0.15) / 2 - (0.17 - 0.15) / 2, abs=0.02)


def test_joint_fractions_are_drawn_within_their_range(place):
    part = (JointRequest(part="door", low=0.2, high=0.4),)
    found = {
        place(request("drawer_cabinet", region=BACK, joints=part), seed=k)[0][0].joints[0].fraction for k in range(5)
    }
    assert len(found) == 5
    assert all(0.2 <= value <= 0.4 for value in found)


def test_tall_things_keep_out_of_the_way_of_drawers_and_doors(place):
    wanted = [request("drawer_cabinet", region=BACK, yaw=ROBOT), request("can"), request("block")]
    for seed in range(15):
        specs, models = place(*wanted, seed=seed)
        cabinet, can, _ = grounds(specs, models)
        paths = [path.moved(np.array(specs[0].pose.position[:2]), math.pi) for path in sweeps(models["drawer_cabinet"])]
        assert cabinet.yaw == pytest.approx(math.pi)
        assert not any(can.overlaps(path) for path in paths if path.low < 0.15)


def test_a_sweep_covers_the_whole_travel(scene):
    drawer, door = sweeps(scene.asset("cabinet"))
    assert drawer.centre[0] + drawer.half[0] == pytest.approx(0.34)
    assert door.centre[0] + door.half[0] == pytest.approx(0.15 + 0.26, abs=0.02)


def test_where_sweeps_fill_the_region_things_are_placed_all_the_same(place):
    narrow = Region(name="narrow", x=(0.4, 0.42), y=(-0.02, 0.02))
    (_, can), _ = place(request("drawer_cabinet", region=BACK, yaw=ROBOT), request("can", region=narrow))
    assert can.region.name == "narrow"


def test_a_crowded_region_is_named(place):
    with pytest.raises(SpecError, match=r"'table_back'.*crowded.*'bowl_\d'.*bowl_\d") as caught:
        place(*[request(f"bowl_{k}", "bowl", region=BACK) for k in range(9)])
    assert "another region" in str(caught.value)


def test_a_region_at_the_base_is_refused(place):
    with pytest.raises(SpecError, match="base"):
        place(request("can", region=Region(name="base", x=(-0.1, 0.1), y=(-0.1, 0.1))))


def test_an_object_can_start_on_top_of_another(place):
    top = PlaceRef(object="drawer_cabinet", place="top")
    wanted = [request("drawer_cabinet", region=BACK, yaw=ROBOT)]
    wanted += [request(f"can_{k}", "can", region=None, support=top) for k in range(3)]
    specs, models = place(*wanted)
    cabinet = specs[0].pose.matrix()
    for spec in specs[1:]:
        assert spec.pose.position[2] == pytest.approx(0.4, abs=0.002)
        local = np.linalg.inv(cabinet) @ np.array([*spec.pose.position, 1])
        assert (np.abs(local[:2]) <= 0.12 + 1e-9).all()
        assert spec.support == top
    boxes = grounds(specs[1:], models)
    assert not any(boxes[i].overlaps(boxes[j]) for i in range(3) for j in range(i))


def test_an_object_can_start_in_an_open_drawer(place):
    interior = PlaceRef(object="drawer_cabinet", place="drawer_top.interior")
    cabinet = request(
        "drawer_cabinet", region=BACK, yaw=ROBOT, joints=(JointRequest(part="drawer_top", low=1, high=1),)
    )
    specs, _ = place(cabinet, request("ball", region=None, support=interior))
    local = np.linalg.inv(specs[0].pose.matrix()) @ np.array([*specs[1].pose.position, 1])
    assert abs(local[0] - 0.2) <= 0.1
    assert local[2] == pytest.approx(0.3 - 0.04 + 0.001)


def test_what_does_not_fit_says_so(place):
    inside = PlaceRef(object="bowl", place="interior")
    with pytest.raises(SpecError, match="larger than the 100 x 100 mm"):
        place(request("bowl"), request("bowl_2", "bowl", region=None, support=inside))
    with pytest.raises(SpecError, match="no room"):
        place(request("bowl"), *[request(f"can_{k}", "can", region=None, support=inside) for k in range(4)])


def test_order_on_a_support_matters(place):
    with pytest.raises(SpecError, match="not placed before it"):
        place(request("ball", region=None, support=PlaceRef(object="bowl_2", place="interior")), request("bowl"))
