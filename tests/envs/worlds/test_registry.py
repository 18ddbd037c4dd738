"""Worlds by name: an engine that is not known or not installed is a sentence and a remedy."""

from __future__ import annotations

import sys

import pytest

from envs.errors import UnknownNameError
from envs.task.spec import SceneSpec
from envs.worlds import WORLDS, WorldMissingError, make_world, require_world
from tests.envs.worlds.conftest import block, placed

SCENE = SceneSpec(objects=(placed("b", block(), 0.4, 0.0),))


def test_an_unknown_engine_is_an_error_that_names_the_nearest():
    with pytest.raises(UnknownNameError, match="sapien"):
        make_world("sapiens", SCENE, {})


@pytest.mark.parametrize("engine", WORLDS)
def test_an_engine_that_is_not_installed_is_named_with_its_install_line(engine, monkeypatch):
    monkeypatch.setattr("envs.worlds.find_spec", lambda name: None if name == engine else object())
    with pytest.raises(WorldMissingError, match=f"pip install {engine}"):
        make_world(engine, SCENE, {block().id: block()})


@pytest.mark.parametrize("engine", WORLDS)
def test_every_world_is_there_and_says_which_it_is(engine):
    require_world(engine)
    world = make_world(engine, SCENE, {block().id: block()})
    assert world.engine == engine
    assert engine in sys.modules
    world.close()
