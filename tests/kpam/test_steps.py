import numpy as np
import pytest
from scipy.optimize import minimize

from kpam.steps import LONGEST, Moving, Terms, steps

N = 5


def program(rng, *, soft=2, room=1.0):
    """Return a linear problem near its solution: a hard constraint of two rows, one of one, and soft rows."""
    residual, jacobian = rng.normal(0, 0.02, 3 + soft), rng.normal(size=(3 + soft, N))
    residual[3:] = rng.normal(size=soft)
    terms = Terms(
        sizes=np.array([2, 1]),
        scales=np.ones(2),
        reaches=np.array([[0.02, 0.01]]),
        weights=rng.uniform(0.1, 1.0, (1, soft)),
        stiffness=np.full((1, N), 4.0),
        preferred=rng.normal(0, 0.1, (1, N)),
    )
    return residual, jacobian, terms, np.full(N, -room), np.full(N, room)


def stepped(residual, jacobian, terms, lower, upper, *, times=8, care=1.0):
    """Return where a start at 0 gets to, exactly linear residuals given; a few steps let the sweeps converge."""
    moving = Moving(
        start=np.zeros(1, dtype=int),
        case=np.zeros(1, dtype=int),
        q=np.zeros((1, N)),
        dual=np.zeros((1, 3)),
        inertia=np.zeros(1),
        radius=np.full(1, LONGEST),
        care=np.full(1, care),
        step=np.zeros((1, N)),
        figures=np.empty((1, 4)),
        progress=np.empty((1, 2)),
    )
    for _ in range(times):
        steps(1, moving, (residual + jacobian @ moving.q[0])[None], jacobian[None], terms, lower, upper)
        moving.q[:] = np.clip(moving.q + moving.step, lower, upper)
    return moving.q[0]


SPENT = np.array([0.019, 0.009])
"""What may be spent of the tolerances 0.02 and 0.01: all but a tenth or a thousandth."""


def cost(q, residual, jacobian, terms):
    soft = residual[3:] + jacobian[3:] @ q
    return terms.weights[0] @ soft**2 + terms.stiffness[0] @ (q - terms.preferred[0]) ** 2


def misses(q, residual, jacobian, terms):
    r = residual[:3] + jacobian[:3] @ q
    return np.array([np.linalg.norm(r[:2]), abs(r[2])]) / SPENT


@pytest.mark.parametrize("room", [1.0, 0.03])
def test_steps_solve_the_quadratic_program(room):
    compared = 0
    for seed in range(6):
        *problem, lower, upper = program(np.random.default_rng(seed), room=room)
        exact = minimize(
            cost,
            np.zeros(N),
            tuple(problem),
            method="SLSQP",
            bounds=list(zip(lower, upper, strict=True)),
            constraints={"type": "ineq", "fun": lambda q, *given: 1.0 - misses(q, *given) ** 2, "args": tuple(problem)},
            options={"maxiter": 200, "ftol": 1e-10},
        )
        if not exact.success:
            continue  # this one has no solution within its limits
        compared += 1
        q = stepped(*problem, lower, upper)
        assert np.all(misses(q, *problem) <= 1.05)
        assert cost(q, *problem) == pytest.approx(exact.fun, rel=5e-3)
    assert compared >= 3


def test_without_care_only_the_hard_constraints_count():
    *problem, lower, upper = program(np.random.default_rng(0))
    careless, careful = (stepped(*problem, lower, upper, care=care) for care in (0.0, 1.0))
    assert np.all(misses(careless, *problem) <= 1.05)
    assert np.linalg.norm(careless) < 0.2 * np.linalg.norm(careful)


def test_where_nothing_costs_a_step_is_finite_and_short():
    residual, jacobian, terms, lower, upper = program(np.random.default_rng(1), soft=0)
    free = terms._replace(stiffness=np.zeros((1, N)))
    q = stepped(residual, jacobian, free, lower, upper)
    assert np.all(misses(q, residual, jacobian, free) <= 1.05)
    assert np.linalg.norm(q) < 2 * np.linalg.norm(np.linalg.pinv(jacobian) @ residual)


def test_no_joint_moves_further_than_the_longest_step(rng):
    residual, *rest = program(rng, room=10.0)
    assert np.abs(stepped(residual + 5.0, *rest, times=1)).max() <= LONGEST + 1e-12


def test_a_joint_that_is_held_at_its_limit_leaves_the_rest_to_the_others():
    *problem, lower, upper = program(np.random.default_rng(3))
    free = stepped(*problem, lower, upper)
    worst = int(np.argmax(np.abs(free)))
    upper[worst], lower[worst] = 0.5 * abs(free[worst]), -0.5 * abs(free[worst])
    held = stepped(*problem, lower, upper)
    assert abs(held[worst]) == pytest.approx(0.5 * abs(free[worst]))
    assert np.all(misses(held, *problem) <= 1.05)
