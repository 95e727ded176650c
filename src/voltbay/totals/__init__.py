"""What was counted of days that are over: kept until a row of such a day changes."""
