"""The declared columns of every table that the toolkit reads, writes or passes between stages."""
