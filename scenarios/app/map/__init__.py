"""Where things are built: layers of an answer, drawn on a map."""
