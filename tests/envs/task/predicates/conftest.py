import pytest


@pytest.fixture
def measure(scene):
    """Measure a predicate at a state, with a start that is the state itself unless given."""

    def run(predicate, state, start=None):
        return predicate.measure(state, start or state, scene)

    return run
