"""Why here, why then, and what if not."""
