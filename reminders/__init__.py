"""Time: whatever falls due."""
