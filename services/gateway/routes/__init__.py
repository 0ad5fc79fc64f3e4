"""What the gateway answers: one mixin per area, a few lines per route, one call to one service."""
