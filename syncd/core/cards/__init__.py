"""Address book cards (vCard 2.1, 3.0, 4.0): read as they come (`read`), and told apart as the people they stand for (`people`)."""
