"""Views of the water study: headline, report, workbook, map layer."""
