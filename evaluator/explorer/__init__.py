"""One page of HTML on which anybody moves the frame: what it holds, and how it is put together."""
