"""`python -m scenarios.cli`: the command line without its installed name."""

from scenarios.cli import main

main()
