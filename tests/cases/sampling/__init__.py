"""The draw by its rule: plans, quotas, tickets."""
