"""Measures Peel's busiest pages against floors, on SQLite and PostgreSQL: ``./run bench``."""
