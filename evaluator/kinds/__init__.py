"""The kinds of criteria, a file each, which come by the door `nap_evaluator.kinds` like those of anybody's packages."""
