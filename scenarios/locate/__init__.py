"""Where to locate facilities for a planner's own points: question, answer, folder.

`read_question` reads tables and distances and refuses what cannot be answered, `answer` solves and
describes, `write_folder` writes the folder with map and report.
"""
