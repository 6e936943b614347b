"""The synthetic audits and dip samples of the demonstration: records, their reviews, samples."""
