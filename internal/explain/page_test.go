package explain

import (
	"strings"
	"testing"

	"github.com/gherkind/gherkind/internal/goldenfile"
)

// TestPageIsCurrent: docs/codes.md says what [Codes] says.
func TestPageIsCurrent(t *testing.T) {
	const path = "../../docs/codes.md"
	var b strings.Builder
	if err := WritePage(&b); err != nil {
		t.Fatal(err)
	}
	goldenfile.Equal(t, path, b.String())
}
