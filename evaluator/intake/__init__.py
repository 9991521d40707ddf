"""What ministries publish, as rows of a plan: nothing is lost unseen."""
