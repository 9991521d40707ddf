"""Compare plans with instruments, article by article."""
