"""Earlier editions of a report: find and read them, rebuild their scores, and list what has changed since."""
