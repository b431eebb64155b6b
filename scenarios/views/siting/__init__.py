"""Views of the siting study: one map of optimal and planned sites, prices, alternatives."""
