"""Lists that people made in a spreadsheet: reading them, finding out what their columns mean, and their days."""
