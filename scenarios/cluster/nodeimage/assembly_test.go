package nodeimage

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestAssembly: a change of what is written into the image leads to another image, so that an image built before is not used.
func TestAssembly(t *testing.T) {
	var got bytes.Buffer
	if err := writeAssembly(&got); err != nil {
		t.Fatal(err)
	}
	sources, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range append(sources, filepath.Join("kindbuild", "main.go")) {
		source, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		writes := writesImage(string(source)) && !strings.HasSuffix(name, "_test.go")
		if writes && !strings.Contains(got.String(), filepath.ToSlash(name)+" ") {
			t.Errorf("%s writes into the image and is not in its hash", name)
		}
	}
}

// writesImage reports whether a file changes the content or the configuration of an image.
func writesImage(source string) bool {
	for _, call := range []string{"nodeimage.Build(", `"commit"`, "tar.NewWriter(", "[]layer.Layer{"} {
		if strings.Contains(source, call) {
			return true
		}
	}
	return false
}
