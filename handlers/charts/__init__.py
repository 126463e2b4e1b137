"""Charts: pictures that can be read on a phone, drawn by matplotlib without its windows."""
