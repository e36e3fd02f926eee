package tree

import (
	"testing"
	"testing/fstest"
)

func TestFiles(t *testing.T) {
	files := Files{"features/a/x.feature": []byte("Feature: x"), "features/y.feature": nil, "z.yaml": []byte("z")}
	if err := fstest.TestFS(files, "features/a/x.feature", "features/y.feature", "z.yaml"); err != nil {
		t.Error(err)
	}
	if _, err := files.Open("features/b"); err == nil {
		t.Error("it has a folder that no file is in")
	}
}
