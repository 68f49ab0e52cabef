"""How everything looks: colours, icons, text sizes, and how numbers, times and countries are written."""
