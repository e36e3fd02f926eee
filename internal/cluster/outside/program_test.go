package outside

import (
	"os"
	"runtime"
	"testing"
)

// TestTheProgramCompilesOutsideAModule: the embedded source is compiled once.
func TestTheProgramCompilesOutsideAModule(t *testing.T) {
	cache := t.TempDir()
	binary, err := program(t.Context(), cache, runtime.GOARCH)
	if err != nil {
		t.Fatal(err)
	}
	if string(binary[:4]) != "\x7fELF" {
		t.Errorf("the program starts with %q", binary[:4])
	}
	if left, _ := os.ReadDir(cache); len(left) != 1 {
		t.Errorf("left behind: %v", left)
	}
	t.Setenv("PATH", "")
	if again, err := program(t.Context(), cache, runtime.GOARCH); err != nil || len(again) != len(binary) {
		t.Errorf("the second time: %d bytes, %v", len(again), err)
	}
}
