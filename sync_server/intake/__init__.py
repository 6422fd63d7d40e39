"""What comes into the office as files: checklists and lists of enterprises, with every fault named."""
