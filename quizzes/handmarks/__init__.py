"""What a person marks: written answers, by a rubric, without names."""
