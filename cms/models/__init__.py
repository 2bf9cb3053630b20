from .articles import NewsIndexPage, NewsPage, PolicyPage, StandardPage
from .home import HomePage
from .settings import SiteDetails
from .training import CataloguePage, ELearningPage, TrainingCalendarPage

__all__ = [
    "CataloguePage",
    "ELearningPage",
    "HomePage",
    "NewsIndexPage",
    "NewsPage",
    "PolicyPage",
    "SiteDetails",
    "StandardPage",
    "TrainingCalendarPage",
]
