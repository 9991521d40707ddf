"""Reading of `publisher.yaml`: who publishes a library."""

from __future__ import annotations

from evaluator.model.publisher import PUBLISHER, Publisher
from evaluator.read.layers import Layers
from evaluator.read.text_files.shape import load, read_sound


def publisher_of(layers: Layers) -> Publisher | None:
    """Return who publishes a library; None where no layer has a `publisher.yaml`.

    Raises
    ------
    InvalidInputError
        With every fault of the file.
    """
    path = layers.file(PUBLISHER)
    return read_sound(lambda problems: load(Publisher, path, problems)[0]) if path else None
