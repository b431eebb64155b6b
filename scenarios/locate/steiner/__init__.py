"""`aumaq locate steiner`: the shortest or cheapest network to a planner's own points."""
