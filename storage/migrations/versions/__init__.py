"""One file for each change of the schema. They never change after a release; models may."""
