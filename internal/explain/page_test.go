package explain

import (
	"os"
	"strings"
	"testing"
)

// TestPageIsCurrent: docs/codes.md says what [Codes] says.
func TestPageIsCurrent(t *testing.T) {
	const path = "../../docs/codes.md"
	var b strings.Builder
	if err := WritePage(&b); err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile(path, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != b.String() {
		t.Fatalf("%s is not what Codes says: look at it, then run with -update", path)
	}
}
