"""Who may come in and as what: accounts, passwords, slips, tokens, devices, roles."""
