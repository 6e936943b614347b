"""Reading the register: what all forces have to act on, and how far they are."""
