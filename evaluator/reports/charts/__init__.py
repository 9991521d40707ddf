"""Charts: each module takes plain rows and gives one drawing, the sentence of its finding, and the table behind it."""
