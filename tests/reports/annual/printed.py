"""What an annual report prints, by what it is."""

from reports.annual.chapter import Chapter


def printed(chapter: Chapter) -> dict[str, str]:
    return {number.what: number.reads for number in chapter.numbers().values()}
