"""The contract of every table that enters, leaves or passes between stages, from one declaration."""
