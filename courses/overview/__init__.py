"""What does an instructor see of a class's answers? Figures, plots and tables, and none that so few cannot carry."""
