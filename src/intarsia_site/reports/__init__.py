"""What organizations hand in: report files, their rows, the picture's tables."""
