"""The functions for analysts: load a plan, score it, contrast plans, score a data frame, write a report."""

from evaluator.api.calls import contrast as contrast
from evaluator.api.calls import findings as findings
from evaluator.api.calls import report as report
from evaluator.api.calls import rubric as rubric
from evaluator.api.calls import survey as survey
from evaluator.api.plain import score_frame as score_frame
from evaluator.api.plain import weights_of as weights_of
from evaluator.api.plan import READ as READ
from evaluator.api.plan import Plan as Plan
from evaluator.api.plan import load as load
from evaluator.api.plan import plan_table as plan_table
from evaluator.api.two_frames import Index as Index
from evaluator.api.two_frames import index as index
