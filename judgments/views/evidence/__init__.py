"""The pages of the evidence log."""
