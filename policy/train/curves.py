"""The loss as it went: `loss.csv`, `loss.png` and TensorBoard's event files, all of which a resumed run continues."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from policy.files import write_whole
from policy.scoring.results import Rate
from policy.train.layout import EVENTS, LOSSES, PICTURE

if TYPE_CHECKING:
    from policy.train.results import Validation

STEP = "step"


class Curves:
    """Writes the curves of one run into its folder; as a context, closes the event file at the end."""

    def __init__(self, folder: Path, *, step: int) -> None:
        """Go on at `step`: what an earlier process wrote of later steps is dropped."""
        from torch.utils.tensorboard import SummaryWriter

        self._path, self._picture = folder / LOSSES, folder / PICTURE
        self._rows = [row for row in read_losses(self._path) if row[STEP] <= step]
        self._columns = tuple(self._rows[0]) if self._rows else ()
        text = self._text([self._columns, *(tuple(row.values()) for row in self._rows)])
        write_whole(self._path, text.encode())
        self._events = SummaryWriter(str(folder / EVENTS), purge_step=step + 1 if step else None)

    def add(self, step: int, values: Mapping[str, float]) -> None:
        """Add a point: the loss, its parts, the learning rate, each a mean since the point before."""
        row = {STEP: float(step), **values}
        lines: list[Sequence[object]] = [tuple(row.values())]
        if not self._columns:
            self._columns = tuple(row)
            lines.insert(0, self._columns)
        with self._path.open("a", encoding="utf-8") as file:
            file.write(self._text(lines))
        self._rows.append(row)
        for name, value in values.items():
            self._events.add_scalar(f"train/{name}", value, step)

    def validated(self, validations: Sequence[Validation]) -> None:
        """Add the last of the validations to the event file, and draw the picture anew."""
        last = validations[-1]
        self._events.add_scalar("validation/loss", last.loss, last.step)
        for task, trials in last.tasks.items():
            self._events.add_scalar(f"validation/success/{task}", Rate.of(trials).rate, last.step)
        if last.success is not None:
            self._events.add_scalar("validation/success", last.success.rate, last.step)
        self._events.flush()
        draw(self._picture, self._rows, validations)

    def close(self) -> None:
        """Close the event file."""
        self._events.close()

    def __enter__(self) -> Curves:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @staticmethod
    def _text(lines: Sequence[Sequence[object]]) -> str:
        text = io.StringIO()
        written = csv.writer(text, lineterminator="\n")
        written.writerows(
            [f"{value:.9g}" if isinstance(value, float) else value for value in line] for line in lines if line
        )
        return text.getvalue()


def read_losses(path: Path) -> list[dict[str, float]]:
    """Return the rows of a `loss.csv`, none where there is no file; a last line that a kill cut short is left out."""
    if not path.is_file():
        return []
    text = path.read_text(encoding="utf-8")
    whole = text[: text.rfind("\n") + 1]
    return [{name: float(value) for name, value in row.items()} for row in csv.DictReader(io.StringIO(whole))]


def draw(path: Path, losses: Sequence[Mapping[str, float]], validations: Sequence[Validation]) -> None:
    """Draw training and validation loss over the steps, and below them the success of validation rollouts."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    played = [(item.step, item.success) for item in validations if item.success is not None]
    figure = Figure(figsize=(7, 6 if played else 4), layout="constrained")
    FigureCanvasAgg(figure)
    top = figure.add_subplot(2, 1, 1) if played else figure.add_subplot()
    top.plot([row[STEP] for row in losses], [row["loss"] for row in losses], label="training", linewidth=1)
    top.plot([item.step for item in validations], [item.loss for item in validations], "o-", label="validation")
    if all(row["loss"] > 0 for row in losses) and all(item.loss > 0 for item in validations):
        top.set_yscale("log")
    top.set_ylabel("loss")
    top.legend()
    lowest = top
    if played:
        lowest = figure.add_subplot(2, 1, 2, sharex=top)
        steps = [step for step, _ in played]
        intervals = [success.interval for _, success in played]
        lowest.fill_between(steps, [low for low, _ in intervals], [high for _, high in intervals], alpha=0.2)
        lowest.plot(steps, [success.rate for _, success in played], "o-")
        lowest.set_ylim(-0.02, 1.02)
        lowest.set_ylabel("success on validation scenes")
    lowest.set_xlabel("step")
    data = io.BytesIO()
    figure.savefig(data, format="png", dpi=120)
    write_whole(path, data.getvalue())
