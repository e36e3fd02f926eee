package docker

import (
	"archive/tar"
	"bytes"
	"testing"
)

func TestOnlyFile(t *testing.T) {
	for _, text := range []string{"", "some text"} {
		if got, err := onlyFile(packed(t, text)); err != nil || string(got) != text {
			t.Errorf("%q became %q, %v", text, got, err)
		}
	}
	if got, err := onlyFile(""); err == nil {
		t.Errorf("got %q for an empty file", got)
	}
}

func packed(t *testing.T, text string) string {
	t.Helper()
	var b bytes.Buffer
	w := tar.NewWriter(&b)
	if err := w.WriteHeader(&tar.Header{Name: "file", Size: int64(len(text))}); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write([]byte(text)); err != nil {
		t.Fatal(err)
	}
	return b.String()
}
