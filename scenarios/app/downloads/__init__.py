"""Files of an answer to take away, in the language of the page."""
