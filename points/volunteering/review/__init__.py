"""What a second person decides: the queue, one activity, flags, approval, publicity, objections."""
