from .answers import Comment, Sheet
from .impact import Evidence, LearningNeed, NeedObjective
from .indicators import Indicator, IndicatorValue
from .instruments import EvaluationSetting, InstrumentVersion, WavePlan
from .results import Finding, Span
from .runs import Interview, Invitation, Run, RunWave

__all__ = [
    "Comment",
    "EvaluationSetting",
    "Evidence",
    "Finding",
    "Indicator",
    "IndicatorValue",
    "InstrumentVersion",
    "Interview",
    "Invitation",
    "LearningNeed",
    "NeedObjective",
    "Run",
    "RunWave",
    "Sheet",
    "Span",
    "WavePlan",
]
