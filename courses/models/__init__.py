from .catalogue import Audience, Course, CourseObjective, ELearning, Level, Prerequisite, Topic
from .events import Event, Session, TrainerAssignment
from .imports import CalendarImport
from .places import Area, ClosedPeriod, Venue
from .trainers import Trainer

__all__ = [
    "Area",
    "Audience",
    "CalendarImport",
    "ClosedPeriod",
    "Course",
    "CourseObjective",
    "ELearning",
    "Event",
    "Level",
    "Prerequisite",
    "Session",
    "Topic",
    "Trainer",
    "TrainerAssignment",
    "Venue",
]
