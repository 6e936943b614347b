"""The report of an inspection: one document, printed as page, Word file, PDF and JSON."""
