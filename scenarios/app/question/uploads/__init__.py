"""Files that a planner sends: tables, a plan, a list of schools; nothing counts until all fits."""
