"""Views of the roadmap: phases of projects in years, documented above optimised."""
