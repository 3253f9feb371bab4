"""How somebody is recognised at a counter or in the field: cards, PINs, rotating codes."""
