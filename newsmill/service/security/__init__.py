"""Who may ask for what: tokens, where requests may come from, what browsers may do with answers, how many, how large."""
