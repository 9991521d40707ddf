"""Compare plans under many weightings: ranks, moves, flips, blind spot, robustness, sensitivity. Pure arithmetic."""
