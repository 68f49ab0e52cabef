"""What stands around the pages: side bar, banner, the first start, and the window's place on the screen."""
