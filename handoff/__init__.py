"""Every way a case leaves the bot: the queue, the desk and its listeners, the alarm."""
