"""Reports once printed: opened as strangers' files, read for what they state, scored again from what they carry."""
