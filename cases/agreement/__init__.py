"""How far two reviewers of the same files agree. Pure: no Django, no database."""
