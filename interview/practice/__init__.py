"""What a learner does: exercise files, and later quizzes, drills, interviews and schedules."""
