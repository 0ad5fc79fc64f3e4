"""What reviewers decide, from the content alone: the same content always gets the same answer."""
