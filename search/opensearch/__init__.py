"""How is an archive kept on an OpenSearch cluster? Not yet whole, so no address leads here."""
