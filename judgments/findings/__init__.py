"""Reading findings and practice: what stands, what stood before, and the form of both."""
