"""Every write that has a rule: frameworks, what an inspection covers, and judgments."""
