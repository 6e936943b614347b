"""Reads lists that people upload, CSV or XLSX, and trusts none of them."""
