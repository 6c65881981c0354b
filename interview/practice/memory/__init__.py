"""What comes when: what to ask, the steps of a session, and when an item is due again."""
