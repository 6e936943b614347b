"""The evidence log of an inspection: what it takes, what it shows, and the files attached to it."""
