"""From lines to rows: people, goods, rules, services, points, redemptions, each in bulk."""
