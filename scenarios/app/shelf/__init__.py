"""Answers kept beside each other."""
