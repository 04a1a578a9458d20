"""What people decide together: mechanisms, meetings, agreements, divisions of labour."""
