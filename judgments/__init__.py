"""Opinion: what is judged of a force, area by area, and how a grade comes to be published."""
