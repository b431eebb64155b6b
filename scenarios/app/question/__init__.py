"""What is asked: the fields of a scenario beside their defaults, wishes, own files."""
