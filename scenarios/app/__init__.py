"""The planner's desk: a web page of questions, answers and plans."""
