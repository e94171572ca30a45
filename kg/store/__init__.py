"""Places that answer SPARQL, behind one protocol: embedded Oxigraph, rdflib, remote."""
