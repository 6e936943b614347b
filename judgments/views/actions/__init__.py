"""The pages of what forces have to act on."""
