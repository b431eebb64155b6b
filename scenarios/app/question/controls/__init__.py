"""Controls of a question: each shows a value, its default and what is wrong with it."""
