"""Forms for rules, made from the policy's schema: what is typed, the document it makes, and the page's nodes.

What is typed is kept under the paths of the document (`cancellation.tiers[0].until.number`), so that every
problem of the reader stands beside its field, and nothing typed is lost however often the page is shown.
"""
