"""What each figure of the impact pages says, once, for the page, its downloads and docs/measures.md."""

CHANGE = {
    "Mean change": "The mean of each person's later answer less their earlier one, of the people who gave both.",
    "95 % interval": "Were the same asked of many groups like this one, 95 of 100 such intervals would hold the "
    "true mean change. An interval on both sides of 0 means: there may be no change.",
    "Rose, stayed, fell": "How many people's own answer went up, stayed the same or went down.",
    "Highest answer already before": "How many gave the highest possible answer before: for them no rise can show.",
    "d_z": "The mean change in SDs of the changes: how uniform the change was.",
    "d_av": "The mean change in SDs of the answers: how large it was for such answers; the one to set beside other "
    "studies.",
    "p, of all questions together (Holm)": "How often chance alone would give such a change on any of the "
    "questions, if nothing had changed on any.",
}
DEFINITIONS: dict[str, tuple[str, str]] = {
    "completers": (
        "Those who answered every form, beside those who did not",
        "Whether people who stayed to the last form began like the others. If not, the changes may be theirs alone.",
    ),
    "response_shift": (
        "Looking back, beside the true start",
        "At the end people also say how sure they would now say they were before. Below 0: they now think that they "
        "knew less than they had thought. Neither start is the right one.",
    ),
    "retention": (
        "What was left at three months",
        "The part of the change by the end that was still there three months later (1 is all of it); and the change "
        "over the course less the change over the wait before it.",
    ),
    "mixed_model": (
        "Allowing for dates, and using every answer",
        "People of one date are alike, so many people from few dates say less than they seem to. The mixed model "
        "allows for that; the second kind also uses the answers of people who answered once.",
    ),
    "benchmark": (
        "Beside earlier dates of this course",
        "Where this date stands among the dates before it, each with 5 people or more. A place says nothing where "
        "intervals overlap.",
    ),
    "quiz_items": (
        "Quiz questions",
        "How many were right, and discrimination: how much a right answer goes with right answers to the other "
        "questions (−1 to 1; from 0.2 a question tells people apart).",
    ),
    "mcnemar": (
        "Who learnt the answer, and who lost it",
        "Of the people who answered the question twice. McNemar's exact test asks whether as many would have "
        "changed either way by chance.",
    ),
    "reliability": (
        "Whether the questions of a scale belong together",
        "Alpha and omega, at most 1: from about 0.7 the questions measure one thing.",
    ),
}
