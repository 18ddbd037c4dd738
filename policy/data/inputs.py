"""Which features of a frame a policy takes, and whether datasets can be learned from together."""

from __future__ import annotations

from collections.abc import Sequence

from envs.demos.formats.lerobot.features import ACTION, ENVIRONMENT, KEYPOINTS, STATE
from policy.data.source import FrameSource
from policy.errors import DatasetUnfitError


def choose_inputs(sources: Sequence[FrameSource], wanted: Sequence[str] = ()) -> tuple[str, ...]:
    """Return the names of the observations that a policy takes, in order; `wanted` as it is, where that is given.

    By default state and keypoints, which mean the same in every task; without keypoints in every dataset, state and
    environment state where its numbers have one meaning throughout; else the state alone; and without a state all
    observation vectors that the datasets share. Raises DatasetUnfitError where the datasets disagree on frames a
    second, on actions, or on what was chosen, and where one is given twice.
    """
    if not sources:
        raise ValueError("give at least one dataset")
    _check_together(sources)
    chosen = tuple(dict.fromkeys(wanted)) or _default(sources)
    for name in chosen:
        for source in sources:
            if name not in source.info.vectors:
                raise DatasetUnfitError(
                    f"{source.path} has no observation vector {name!r}; inputs that it has: "
                    f"{', '.join(source.info.vectors)}"
                )
        _check_equal(sources, name)
    return chosen


def _default(sources: Sequence[FrameSource]) -> tuple[str, ...]:
    shared = [name for name in sources[0].info.vectors if all(name in source.info.vectors for source in sources)]
    if STATE in shared and KEYPOINTS in shared:
        return STATE, KEYPOINTS
    if STATE in shared:
        return (STATE, ENVIRONMENT) if ENVIRONMENT in shared and _one_layout(sources) else (STATE,)
    if not shared:
        raise DatasetUnfitError(
            f"{', '.join(str(source.path) for source in sources)} share no observation vector; train them apart"
        )
    return tuple(shared)


def _one_layout(sources: Sequence[FrameSource]) -> bool:
    """Whether each number of the environment state means the same in every episode.

    Simwright names a number `slot_K` where it does not. One dataset whose numbers have no names is taken at its word.
    """
    names = {source.features[ENVIRONMENT].names for source in sources}
    if len(names) > 1 or (len(sources) > 1 and names == {()}):
        return False
    return not any(name.startswith("slot_") for name in names.pop())


def _check_together(sources: Sequence[FrameSource]) -> None:
    first = sources[0]
    seen: dict[str, FrameSource] = {}
    for source in sources:
        twin = seen.setdefault(source.fingerprint, source)
        if twin is not source:
            raise DatasetUnfitError(f"{twin.path} and {source.path} are the same dataset; give it once")
        if source.fps != first.fps:
            raise DatasetUnfitError(
                f"{first.path} has {first.fps:g} frames a second and {source.path} {source.fps:g}; a policy acts at "
                "one rate: train them apart"
            )
    _check_equal(sources, ACTION)


def _check_equal(sources: Sequence[FrameSource], name: str) -> None:
    first = sources[0]
    for source in sources[1:]:
        one, other = first.features[name], source.features[name]
        if one.shape != other.shape or one.names != other.names:
            raise DatasetUnfitError(
                f"{name!r} is {one.size} numbers {list(one.names)} in {first.path} and {other.size} "
                f"{list(other.names)} in {source.path}; train them apart, or choose inputs that they share"
            )
