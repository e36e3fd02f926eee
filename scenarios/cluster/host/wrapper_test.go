package host

import (
	"os"
	"path/filepath"
	"testing"
)

func TestWrapperCompilesOutsideAModule(t *testing.T) {
	files, sum, err := wrapperFiles()
	if err != nil || len(sum) != 64 || files["main.go"] == nil || files["main_test.go"] != nil {
		t.Fatalf("got %d files, sum %q, %v", len(files), sum, err)
	}
	target := filepath.Join(t.TempDir(), "runc")
	if err := compile(t.Context(), files, target); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(target); err != nil || info.Mode()&0o111 == 0 {
		t.Errorf("got %v, %v", info, err)
	}
	if left, _ := os.ReadDir(filepath.Dir(target)); len(left) != 1 {
		t.Errorf("left behind: %v", left)
	}
}
