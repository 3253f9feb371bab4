"""What takes place: activities, who signed up, who came, what was typed in later."""
