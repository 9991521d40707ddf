"""`python -m evaluator` is the command `evaluator`."""

from evaluator.interrupt import before_the_command


def main() -> None:
    """Run the command line; what interrupts it while it is still being imported gets one line too."""
    before_the_command()
    from evaluator.cli import main as run

    run()


if __name__ == "__main__":
    main()
