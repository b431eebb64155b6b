"""Views of the logistics study: report, workbook and map layer of one answer."""
