"""The pages of a report: reading it, and writing and publishing it."""
