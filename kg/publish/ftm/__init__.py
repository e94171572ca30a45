"""What is claimed, as FollowTheMoney entities and statements."""
