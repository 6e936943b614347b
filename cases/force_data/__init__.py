"""The data of forces beside each other: one indicator over all, and rates between groups."""
