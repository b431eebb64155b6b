"""What keeps the desk to those who may use it, and to the folders it was given."""
