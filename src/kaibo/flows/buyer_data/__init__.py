"""What is held about a buyer: told whole on their wish, and erased but for the books."""
