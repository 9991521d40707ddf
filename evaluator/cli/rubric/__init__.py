"""`evaluator rubric`: a rubric read, remarked on, compared and audited."""
