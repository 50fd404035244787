"""What the shop sells, to whom, at what price; and the index that finds a product by a customer's words."""
