"""A library in which two plans that were read in part are rated as if read whole: their least levels are levels.

Of no shipped plan with two coders is the whole text at hand, so that none of them has a score; tests of what is made
of a score need one.
"""

from __future__ import annotations

from pathlib import Path

from evaluator.library import shipped_root

CODINGS = tuple(
    f"countries/{plan[:3]}/plans/{plan}/assessments/four-paradigms" for plan in ("ALB-2005-2007", "SRB-2017-2018")
)
READ_AGAIN = ",read again: what "


def as_if_whole(folder: Path) -> Path:
    """Write the codings into a folder that is laid over the shipped library, and return the folder."""
    for coding in CODINGS:
        (folder / coding).mkdir(parents=True)
        for file in sorted((shipped_root() / coding).iterdir()):
            lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
            # Under a machine's name stand the shipped ratings alone.
            lines = [line for line in lines if line != "kind: machine\n"]
            kept = (line.replace(",at-least,", ",rated,") for line in lines if READ_AGAIN not in line.replace('"', ""))
            (folder / coding / file.name).write_text("".join(kept), encoding="utf-8")
        head = Path(coding).parents[1] / "plan.yaml"  # beside its ratings, so that the plan stays a worked example
        (folder / head).write_bytes((shipped_root() / head).read_bytes())
    return folder
