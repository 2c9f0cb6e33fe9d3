"""What the product is timed at, against limits of our own measured in the same run. See README.md."""
