"""What comes from other programs: links, marked and copied text; always asked about first."""
