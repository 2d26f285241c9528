"""What did a class make of a quiz? Its statistics, and where it looked in the text."""
