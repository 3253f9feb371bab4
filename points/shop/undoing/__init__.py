"""Taking sales back: who asks, who agrees, what is waiting."""
