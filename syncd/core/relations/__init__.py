"""Relations with customers: rules kept, collisions, rhythm. Pure: rows and days in, findings out."""
