"""Plans nearly as good as the optimum that differ from it and from each other."""
