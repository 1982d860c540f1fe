"""How the bodies of each sender of webhooks are read: one file a sender."""
