"""The pages of findings and practice."""
