"""What people write beside figures: the responsible unit's word on one, dated events on trends."""
