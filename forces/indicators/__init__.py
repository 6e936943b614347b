"""The data that forces send twice a year: what is asked for, what came, what it shows."""
