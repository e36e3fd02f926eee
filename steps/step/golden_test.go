package step_test

import (
	"path/filepath"
	"testing"

	"github.com/gherkind/gherkind/internal/goldenfile"
)

// golden compares got with a file in testdata.
func golden(t *testing.T, name, got string) {
	t.Helper()
	goldenfile.Equal(t, filepath.Join("testdata", name), got)
}
