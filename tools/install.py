"""The locked packages installed by pip, with a line now and then that says how far it is.

pip itself is silent for a minute or writes three lines a package; neither tells a newcomer how long it will be. What
pip says is kept, and shown whole where it fails.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

STEP = 20
PIP = ("install", "--disable-pip-version-check", "--no-deps", "--progress-bar", "off")


def progress(lines: Iterable[str], wanted: int) -> Iterator[str]:
    """Yield what to tell of pip's lines: every twentieth package, and when their files are written.

    A package of the lock that this machine has no use for counts as done.

    Examples
    --------
    >>> told = ["Collecting a==1", "  Downloading a.whl", "Ignoring b: markers", "Installing collected packages: a"]
    >>> list(progress(told, 2))
    ['  2 of 2 packages', '  writing their files']
    """
    done = 0
    for line in lines:
        if line.startswith(("Collecting ", "Ignoring ")):
            done += 1
            if done % STEP == 0 or done == wanted:
                yield f"  {done} of {wanted} packages"
        elif line.startswith("Installing collected packages"):
            yield "  writing their files"


def wanted_of(lock: str) -> int:
    r"""Return how many packages a lock names, for whatever machine.

    Examples
    --------
    >>> wanted_of('a==1 --hash=sha256:0\nb==2 ; sys_platform == "nowhere" --hash=sha256:1\n    --hash=sha256:2\n')
    2
    """
    return sum("==" in line and not line.startswith((" ", "#")) for line in lock.splitlines())


def main(lock: Path) -> int:
    """Install the packages of a lock into the environment of this interpreter; return pip's exit status."""
    command = [sys.executable, "-m", "pip", *PIP, "--require-hashes", "-r", str(lock)]
    said: list[str] = []
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as pip:  # noqa: S603
        for words in progress(_kept(pip.stdout or (), said), wanted_of(lock.read_text(encoding="utf-8"))):
            print(words, flush=True)
    if pip.returncode != 0:
        print("".join(said), file=sys.stderr)
    return pip.returncode


def _kept(lines: Iterable[str], said: list[str]) -> Iterator[str]:
    for line in lines:
        said.append(line)
        yield line


if __name__ == "__main__":
    raise SystemExit(main(Path(sys.argv[1])))
