package steps

import "testing"

// The catalogue validates its definitions: signatures, names, documentation, and that each example matches only its own
// definition.
func TestCatalogueIsSound(t *testing.T) {
	if _, err := Catalogue(); err != nil {
		t.Fatal(err)
	}
}
