"""Views of orders side by side: report and workbook, pure functions of `sequencing.orders`."""
