"""What a mail says: finders of single fields, of order lines, of the intent; ``reading.extract`` puts them together."""
