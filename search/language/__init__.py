"""How does a text become words, in any language? Its letters, stop words, days written in it."""
