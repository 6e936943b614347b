"""The pages of judgments."""
