package operator

import (
	"strings"
	"testing"

	"github.com/gherkind/gherkind/internal/goldenfile"
)

// TestPageIsCurrent: docs/mutation-operators.md matches the catalogue.
func TestPageIsCurrent(t *testing.T) {
	var b strings.Builder
	if err := WritePage(&b); err != nil {
		t.Fatal(err)
	}
	goldenfile.Equal(t, "../../../docs/mutation-operators.md", b.String())
}
