"""Import of ministries' files as rows of a plan, with a record of every text that was left out."""
