"""Every write of casework that has a rule. Pages, API, commands and admin call the same verbs."""
