"""Loading a board's history: old attendance lists (rows of people) and published totals.

A list of people goes through, in order: `fields` and `options` (columns become fields), `parse` and `words`
(text becomes days, names and standings), `reading` (what the file says by itself), `matching` (which agencies and
people of ours it means), `review` (what an officer must decide, and decided), `plan` (what would be written),
`actions` (writes a plan that is whole, all of it or nothing). Published totals: `published`.
"""
