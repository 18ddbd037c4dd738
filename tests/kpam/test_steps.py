import numpy as np
import pytest
from scipy.optimize import minimize

from kpam.stack import Residuals, Terms
from kpam.steps import LONGEST, steps

N = 5


def program(rng, *, soft=2, room=1.0):
    """Return a linear problem near its solution: a hard constraint of two rows, one of one, and soft rows."""
    residuals = Residuals(
        rng.normal(0, 0.02, (1, 3)),
        rng.normal(size=(1, 3, N)),
        rng.normal(size=(1, soft)),
        rng.normal(size=(1, soft, N)),
    )
    terms = Terms(
        sizes=np.array([2, 1]),
        scales=np.ones(2),
        tolerances=np.array([[0.02, 0.01]]),
        weights=rng.uniform(0.1, 1.0, (1, soft)),
        stiffness=np.full((1, N), 4.0),
        preferred=rng.normal(0, 0.1, (1, N)),
    )
    return residuals, terms, np.full(N, -room), np.full(N, room)


def stepped(residuals, terms, lower, upper, *, times=8, care=1.0):
    """Return where a start at 0 gets to, exactly linear residuals given; a few steps let the sweeps converge."""
    q, dual, radius, last = np.zeros((1, N)), np.zeros((1, 3)), np.full(1, LONGEST), np.zeros((1, N))
    for _ in range(times):
        here = Residuals(
            residuals.hard + residuals.hard_jacobian[0] @ q[0],
            residuals.hard_jacobian,
            residuals.soft + residuals.soft_jacobian[0] @ q[0],
            residuals.soft_jacobian,
        )
        step, *_ = steps(
            q, here, terms, np.zeros(1, dtype=int), np.ones(1), np.full(1, care), dual, radius, last, lower, upper
        )
        q = np.clip(q + step, lower, upper)
    return q[0]


def cost(q, residuals, terms):
    soft = residuals.soft[0] + residuals.soft_jacobian[0] @ q
    return terms.weights[0] @ soft**2 + terms.stiffness[0] @ (q - terms.preferred[0]) ** 2


def misses(q, residuals, terms):
    r = residuals.hard[0] + residuals.hard_jacobian[0] @ q
    return np.array([np.linalg.norm(r[:2]), abs(r[2])]) / terms.tolerances[0]


@pytest.mark.parametrize("room", [1.0, 0.03])
def test_steps_solve_the_quadratic_program(room):
    compared = 0
    for seed in range(6):
        residuals, terms, lower, upper = program(np.random.default_rng(seed), room=room)
        exact = minimize(
            cost,
            np.zeros(N),
            (residuals, terms),
            method="SLSQP",
            bounds=list(zip(lower, upper, strict=True)),
            constraints={
                "type": "ineq",
                "fun": lambda q, *given: 0.81 - misses(q, *given) ** 2,
                "args": (residuals, terms),
            },
            options={"maxiter": 200, "ftol": 1e-10},
        )
        if not exact.success:
            continue  # this one has no solution within its limits
        compared += 1
        q = stepped(residuals, terms, lower, upper)
        assert np.all(misses(q, residuals, terms) <= 0.95)
        assert cost(q, residuals, terms) == pytest.approx(exact.fun, rel=5e-3)
    assert compared >= 3


def test_without_care_only_the_hard_constraints_count():
    residuals, terms, lower, upper = program(np.random.default_rng(0))
    careless, careful = (stepped(residuals, terms, lower, upper, care=care) for care in (0.0, 1.0))
    assert np.all(misses(careless, residuals, terms) <= 1.0)
    assert np.linalg.norm(careless) < 0.2 * np.linalg.norm(careful)


def test_no_joint_moves_further_than_the_longest_step(rng):
    residuals, terms, lower, upper = program(rng, room=10.0)
    far = residuals._replace(hard=residuals.hard + 5.0)
    assert np.abs(stepped(far, terms, lower, upper, times=1)).max() <= LONGEST + 1e-12


def test_a_joint_that_is_held_at_its_limit_leaves_the_rest_to_the_others():
    residuals, terms, lower, upper = program(np.random.default_rng(3))
    free = stepped(residuals, terms, lower, upper)
    worst = int(np.argmax(np.abs(free)))
    upper[worst], lower[worst] = 0.5 * abs(free[worst]), -0.5 * abs(free[worst])
    held = stepped(residuals, terms, lower, upper)
    assert abs(held[worst]) == pytest.approx(0.5 * abs(free[worst]))
    assert np.all(misses(held, residuals, terms) <= 0.95)
