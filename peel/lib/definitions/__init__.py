"""Reads definitions that domain experts write as YAML, and says what is wrong with one by line."""
