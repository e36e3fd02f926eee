package steps

import "testing"

// The catalogue checks its own definitions: signatures, names, documentation,
// and that each example is understood by exactly its own definition.
func TestCatalogueIsSound(t *testing.T) {
	if _, err := Catalogue(); err != nil {
		t.Fatal(err)
	}
}
